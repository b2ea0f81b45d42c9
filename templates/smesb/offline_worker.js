// Answers with the copies that the reader asked to keep, when the network does not. It is registered and its
// copies are made by static/js/offline.js, once asked; it keeps nothing itself.

const NO_NETWORK = "{% url "offline" %}"; // the copy that stands for every page that is not kept
const PATIENCE = 4_000; // milliseconds that a page has before its copy is shown
const NOT_OURS = /\/(admin|api|mise-a-jour)\//; // people who log in, programs, signed links
const NAMED_BY_CONTENT = /\/static\/.*\.[0-9a-f]{12}\.\w+$/; // never stale: another content has another name

const late = () => new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
const copyOf = (request) => caches.match(request, { ignoreVary: true });

async function answer(request) {
  const copy = await copyOf(request);
  if (copy && NAMED_BY_CONTENT.test(request.url)) return copy;
  const network = fetch(request); // as it came: the server sees what it would see without us
  try {
    return await (copy ? Promise.race([network, late()]) : network);
  } catch {
    const instead = copy || (request.mode === "navigate" && (await copyOf(NO_NETWORK)));
    return instead || Response.error();
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // What has no destination is fetched by a script of a page, which knows what to do without network.
  const isOurs = request.method === "GET" && request.destination && origin === location.origin;
  if (isOurs && !NOT_OURS.test(pathname)) event.respondWith(answer(request));
});
