// « Garder hors ligne »: copies of a few pages on this device, when the reader asks and never before; what
// is kept and since when; their end. The worker (templates/smesb/offline_worker.js) shows them without network.
// Without this file, or where a browser cannot, nothing of it is seen.

const COPIES = "copies"; // the name of the cache: the only place where anything is kept
const NO_NETWORK = "/hors-ligne/"; // what the worker shows for a page that is not kept, in any language
const PATIENCE = 30_000; // milliseconds that a page has to arrive
const FILES = "link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src], img[src], use";

const here = location.pathname + location.search;
const LANGUAGE = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(`${LANGUAGE}-BE`, { dateStyle: "long", timeStyle: "short" });

/** A date and its hour, as the pages write them. */
function dated(on) {
  const said = clock.format(new Date(on));
  return LANGUAGE === "fr" ? said.replace(/^1 /, "1er ") : said;
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

/** Say when the copies were made, where a text leaves room for it. */
function say(within, on) {
  const time = document.createElement("time");
  Object.assign(time, { dateTime: on, textContent: dated(on) });
  within.querySelector("[data-when]").replaceChildren(time);
}

/** List pages as links at the end of an element, in place of the list there. */
function list(within, pages) {
  const ul = document.createElement("ul");
  for (const { address, name, lang } of pages) {
    const link = document.createElement("a");
    link.setAttribute("href", address);
    Object.assign(link, { textContent: name, lang, hreflang: lang });
    ul.appendChild(document.createElement("li")).append(link);
  }
  within.querySelector("ul")?.remove();
  within.append(ul);
}

/** What is kept: when it was, and the pages; undefined without copies. */
async function kept() {
  const copy = await caches.match(NO_NETWORK, { ignoreVary: true });
  if (!copy) return;
  const page = parsed(await copy.text());
  const links = [...page.querySelectorAll("#copies a")];
  return {
    on: page.querySelector("kept-copy time").dateTime,
    pages: links.map((a) => ({ address: a.getAttribute("href"), name: a.textContent, lang: a.lang })),
  };
}

/** What stands at an address, to anyone who comes from nowhere; throws unless it is there as it should be. */
async function read(address, cache = "default") {
  const answer = await fetch(address, {
    cache,
    credentials: "omit",
    referrerPolicy: "no-referrer", // a page may answer the question one comes from: no copy holds it
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok || answer.redirected) throw answer;
  return answer;
}

/** A page to be copied, its name and its language. */
async function readPage(address) {
  const answer = await read(address, "no-store"); // no other copy than the one that can be erased
  const page = parsed(await answer.text());
  const policy = answer.headers.get("Content-Security-Policy");
  const name = page.querySelector("h1").textContent.trim();
  return { address, page, policy, name, lang: page.documentElement.lang };
}

/** A page that is no more is left out; any other failure is one. */
function unlessGone(failure) {
  if (failure.status !== 404) throw failure;
}

/** Answers by address, ready to be stored: pages that say they are copies, and the files they need. */
async function copies(addresses, noNetwork, banner) {
  const found = await Promise.all(addresses.map((one) => readPage(one).catch(unlessGone)));
  const pages = found.filter(Boolean);
  const last = await readPage(noNetwork);
  const listed = last.page.getElementById("copies");
  list(listed, pages);
  listed.hidden = false;

  const on = new Date().toISOString();
  const made = new Map();
  const files = new Set();
  for (const { address, page, policy } of [...pages, { ...last, address: NO_NETWORK }]) {
    const said = banner.content.cloneNode(true);
    said.querySelector("kept-copy").lang = LANGUAGE;
    say(said, on);
    (page === last.page ? listed : page.querySelector("main")).prepend(said);
    page.querySelector("keep-offline")?.remove();
    for (const one of page.querySelectorAll(FILES)) {
      files.add((one.getAttribute("href") || one.getAttribute("src")).split("#")[0]);
    }
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
    made.set(address, new Response(`<!doctype html>${page.documentElement.outerHTML}`, { headers }));
  }
  await Promise.all([...files].map(async (file) => made.set(file, await read(file))));
  return made;
}

/** Leave nothing on this device. */
async function erase() {
  await caches.delete(COPIES);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}

/** Where copies are asked for, seen and erased. */
class KeepOffline extends HTMLElement {
  connectedCallback() {
    if (!navigator.serviceWorker || !window.caches) return;
    [this.button, this.eraser] = this.querySelectorAll("button");
    this.status = this.querySelector("[role=status]");
    this.label = this.button.textContent;
    this.button.onclick = () => this.doing(() => this.keep(), this.dataset.done);
    this.eraser.onclick = () => this.doing(erase, this.dataset.erased);
    this.show();
  }

  /** One act at a time, and what became of it. */
  async doing(act, done) {
    if (this.busy) return;
    this.busy = true;
    this.status.textContent = this.dataset.busy;
    try {
      await act();
      this.status.textContent = done;
    } catch {
      this.status.textContent = this.dataset.failed;
    }
    await this.show();
    this.button.focus(); // the other one may be gone
    this.busy = false;
  }

  async show() {
    const found = await kept();
    const held = this.querySelector("div");
    held.hidden = this.eraser.hidden = !found;
    const isHere = found?.pages.some(({ address }) => address === here);
    this.button.textContent = found ? this.dataset[isHere ? "again" : "instead"] : this.label;
    if (found) {
      say(held, found.on);
      list(held, found.pages);
    }
    this.hidden = false;
  }

  async keep() {
    const { first, links, noNetwork, worker } = this.dataset;
    const addresses = new Set([first, here]);
    // A selection takes the place of the one before; the emergency page brings all copies up to date.
    const others = links ? [...document.querySelectorAll(links)] : ((await kept())?.pages ?? []);
    others.forEach((one) => addresses.add(links ? one.getAttribute("href") : one.address));
    const made = await copies([...addresses], noNetwork, this.querySelector("template"));
    try {
      await navigator.serviceWorker.register(worker);
      await navigator.serviceWorker.ready;
      await caches.delete(COPIES);
      const cache = await caches.open(COPIES);
      await Promise.all([...made].map(([address, answer]) => cache.put(address, answer)));
    } catch (error) {
      await erase(); // no half of it
      throw error;
    }
  }
}

/** The end of the copies, on a copy. */
class KeptCopy extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button.onclick = async () => {
      await erase();
      const status = this.querySelector("[role=status]");
      status.textContent = this.dataset.erased;
      status.tabIndex = -1;
      status.focus();
      button.remove();
    };
  }
}

customElements.define("keep-offline", KeepOffline);
customElements.define("kept-copy", KeptCopy);
