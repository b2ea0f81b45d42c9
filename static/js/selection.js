// The chosen services travel in the address; this tab remembers them for who comes back without it.
// The tab only, never localStorage: on a shared computer, what one looked for is nobody else's business.
// Where storage is refused this throws, and nothing depends on it.

const kept = () => (sessionStorage.selection || "").split(" ").filter(Boolean);
const keep = (slugs) => (sessionStorage.selection = slugs.join(" "));

/** Shows itself where the address has no selection and the tab has one. Holds a link and a button. */
class KeptSelection extends HTMLElement {
  connectedCallback() {
    const query = new URLSearchParams(location.search);
    if (query.has("s")) return keep(query.getAll("s"));
    const [link, forget] = this.children;
    kept().forEach((slug) => query.append("s", slug));
    this.hidden = !query.has("s");
    link.href = `?${query}`;
    link.append(` (${kept().length})`);
    forget.onclick = () => {
      keep([]);
      this.hidden = true;
    };
  }
}

document.addEventListener("click", ({ target }) => {
  const taken = target.closest(".is-chosen");
  if (taken) keep(kept().filter((slug) => slug !== taken.dataset.choose));
});
customElements.define("kept-selection", KeptSelection);
