// The list answers in place: the same address is fetched, its answer swapped in. Optional: the button
// and the links do the same with whole pages.

const PAUSE = 500; // milliseconds after the last key
const form = document.querySelector(".questions");
const said = document.getElementById("said");
const RESULTS = "#resultats";
const path = new URL(form.action).pathname;
const address = () => location.pathname + location.search;
const heading = () => document.getElementById("resultats");
let here = address();
let shown = here; // the address whose answer is on the page
let lastTyped; // the field whose typing made the last history entry, and replaces it
let request, timer;

/** Ask what the form asks, without what is empty or goes without saying. */
function ask(how) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value.trim() && name + value !== "pourpersonne") query.append(name, value.trim());
  }
  show(`${path}?${query}`.replace(/\?$/, ""), { own: true, ...how });
}

/**
 * Show the answer of an address; a newer question voids it, a failure loads the page.
 * @param {string} url
 * @param {object} how  own: asked by the form, which keeps its values; typed: in this field;
 *   back: the history has it already; hash: land on the heading; choose: on this service's link
 */
async function show(url, { own, typed, back, hash = "", choose }) {
  clearTimeout(timer);
  if (request) request.abort();
  const { signal } = (request = new AbortController());
  const old = document.querySelector(".results");
  old.setAttribute("aria-busy", url !== shown);
  if (url === shown) return land(hash);
  said.textContent = "";
  try {
    const answer = await fetch(url, { signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (signal.aborted) return;
    if (answer.status !== 200) throw answer;
    const inside = old.contains(document.activeElement);
    const link = () => document.querySelector(`[data-choose="${choose}"]`);
    const height = () => link()?.getBoundingClientRect().top;
    const before = height();
    refill(page.querySelector(".questions"), own);
    if (!back) history[typed && typed === lastTyped ? "replaceState" : "pushState"](0, "", url + hash);
    lastTyped = typed;
    here = shown = url;
    document.title = page.title;
    for (const part of [".results", ".languages"]) {
      document.querySelector(part).replaceWith(page.querySelector(part));
    }
    if (link()) scrollBy(0, height() - before); // it stays under the finger
    land(hash, link() || (inside && heading()));
  } catch {
    if (!signal.aborted) back ? location.reload() : location.assign(url + hash);
  }
}

/** Move focus; without it, say what changed. */
function land(hash, element) {
  if (hash) (element = heading()).scrollIntoView();
  if (element) element.focus({ preventScroll: true });
  if (document.activeElement === heading()) return;
  const texts = [heading(), ...form.querySelectorAll(".notice:not(:empty)")];
  said.textContent = texts.map((one) => one.textContent).join(". ");
}

const boxes = (of) => Array.from(of.querySelectorAll("li input"), ({ name, value }) => name + value).join();

/** Bring the form up to date, around what the reader has put in it if it asked itself. */
function refill(fresh, own) {
  if (boxes(fresh) !== boxes(form)) throw fresh; // its options have changed: load the page
  const both = (selector, update) => {
    const ours = form.querySelectorAll(selector);
    fresh.querySelectorAll(selector).forEach((from, at) => update(ours[at], from));
  };
  form.querySelectorAll("fieldset .notice").forEach((notice) => notice.remove());
  both("li, .field", (to, from) => (to.className = from.className));
  both(".count, summary, .field .notice, .carried, button", (to, from) => (to.innerHTML = from.innerHTML));
  both("input[id]", (to, from) => (to.ariaInvalid = from.ariaInvalid));
  if (!own) both("input", (to, { value, checked }) => Object.assign(to, { value, checked }));
}

// Fields to type in have an id; boxes have none, and are answered at once.
form.oninput = ({ target }) => {
  clearTimeout(timer);
  if (target.id) timer = setTimeout(ask, PAUSE, { typed: target.id });
};
form.onchange = ({ target }) => ask({ typed: target.id });
form.onsubmit = (event) => {
  event.preventDefault();
  ask({ hash: RESULTS });
};
document.onclick = (event) => {
  const link = event.target.closest(".results a");
  if (!link || link.pathname !== path) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { choose } = link.dataset;
  show(path + link.search, choose ? { choose } : { hash: RESULTS });
};
window.onpopstate = () => {
  if (address() === here) return; // another fragment of the same page
  here = address();
  show(here, { back: true });
};
