// Suggestions while one types: the combobox of the ARIA patterns, with manual selection. Optional.

const PAUSE = 200; // milliseconds after the last key
const known = new Map(); // text → its suggestions

/** Around a field; takes data-from, the address that suggests, and data-label, the list's name. */
class WordSuggest extends HTMLElement {
  connectedCallback() {
    const { from, label } = this.dataset;
    this.insertAdjacentHTML("beforeend", "<ul id=words role=listbox></ul><p role=status class=sr-only></p>");
    const [field, list, said] = this.children;
    const set = (name, value) => field.setAttribute(name, value);
    let options, active, timer, request;

    /** Make an option active; past the ends, none. */
    function point(at) {
      active = options[at];
      options.forEach((one) => one.setAttribute("aria-selected", one === active));
      set("aria-activedescendant", active ? active.id : "");
    }
    function offer(texts) {
      clearTimeout(timer);
      list.innerHTML = texts.map((_, at) => `<li id=word-${at} role=option></li>`).join("");
      options = [...list.children];
      options.forEach((option, at) => (option.textContent = texts[at]));
      set("aria-expanded", !!texts[0]);
      said.textContent = texts[0] ? `${label} (${texts.length})` : "";
      point(-1);
    }
    async function ask() {
      const text = field.value;
      if (request) request.abort();
      request = new AbortController();
      try {
        if (!known.has(text)) {
          const answer = await fetch(`${from}?q=${encodeURIComponent(text)}`, request);
          known.set(text, (await answer.json()).suggestions);
        }
        if (text === field.value && field.matches(":focus")) offer(known.get(text));
      } catch {} // void, or no network
    }
    function choose(option) {
      field.value = option.textContent;
      offer([]);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }

    list.ariaLabel = label;
    set("role", "combobox");
    set("aria-autocomplete", "list");
    set("aria-controls", list.id);
    offer([]);
    field.oninput = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    };
    field.onblur = () => offer([]);
    field.onkeydown = (event) => {
      const { key } = event;
      const at = options.indexOf(active);
      if (key === "ArrowDown") options[0] ? point(at + 1) : ask();
      else if (key === "ArrowUp" && options[0]) point((at < 0 ? options.length : at) - 1);
      else if (key === "Escape" && options[0]) offer([]);
      else if (key === "Enter" && active) choose(active);
      else return;
      event.preventDefault();
    };
    list.onmousedown = (event) => event.preventDefault(); // the field keeps focus
    list.onclick = ({ target }) => target !== list && choose(target);
  }
}

customElements.define("word-suggest", WordSuggest);
