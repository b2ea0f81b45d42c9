// The chosen services travel in the address; the tab remembers them for who comes back without it.
// Not localStorage: a shared computer keeps no trace. Where storage is refused, this does nothing.

const kept = () => (sessionStorage.selection || "").split(" ").filter(Boolean);
const keep = (slugs) => (sessionStorage.selection = slugs.join(" "));

/** A link and a button, shown where the address has no selection and the tab has one. */
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
// On a service's page: the link that chooses it keeps those chosen before.
for (const link of document.querySelectorAll(".choose-link a")) {
  const chosen = new Set([...kept(), ...new URL(link.href).searchParams.getAll("s")]);
  link.search = new URLSearchParams([...chosen].map((slug) => ["s", slug]));
}
customElements.define("kept-selection", KeptSelection);
