// What a browser can do with a sheet: copy a field, print the page.
// Without this file the field can be selected and copied by hand, and the browser's own menu prints.

/** A button that says what it does. */
function button(label, onClick) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", onClick);
  return made;
}

/** Copies the field named by data-from, and says so. */
class CopyText extends HTMLElement {
  connectedCallback() {
    if (this.childElementCount) return;
    this.status = document.createElement("span");
    this.status.setAttribute("role", "status");
    this.append(button(this.dataset.label, () => this.copy()), this.status);
  }

  async copy() {
    const field = document.getElementById(this.dataset.from);
    try {
      await navigator.clipboard.writeText(field.value);
      this.status.textContent = this.dataset.done;
    } catch {
      // No permission, or a page without TLS: the reader's own keys remain.
      field.focus();
      field.select();
      this.status.textContent = this.dataset.failed;
    }
  }
}

/** Prints the page. */
class PrintPage extends HTMLElement {
  connectedCallback() {
    if (!this.childElementCount) this.append(button(this.dataset.label, () => window.print()));
  }
}

customElements.define("copy-text", CopyText);
customElements.define("print-page", PrintPage);
