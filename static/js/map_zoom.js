// A larger map, which can be zoomed: Leaflet and what it shows are fetched once someone asks, not before.
// Without this file the drawing stands alone; it says the same, and so do the tables and the list.

const STILL = matchMedia("(prefers-reduced-motion: reduce)").matches;
const NEAREST = 17; // zoom: 0.75 m a pixel; a point says no more than that
const POPUP = { minWidth: 190, autoPanPaddingTopLeft: [8, 64] }; // pixels: clear of the buttons

/** Make an element. */
const made = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

class MapZoom extends HTMLElement {
  connectedCallback() {
    if (this.status) return;
    this.status = made("span", { role: "status" });
    const button = made("button", { type: "button", textContent: this.dataset.label });
    button.addEventListener("click", () => this.open());
    this.append(button, this.status);
  }

  async open() {
    if (!this.map) {
      this.status.textContent = this.dataset.loading;
      try {
        await this.fetched();
      } catch {
        this.status.textContent = this.dataset.failed;
        return;
      }
      this.status.textContent = "";
    }
    this.dialog.showModal();
    this.map ||= this.drawn();
    this.box.focus();
  }

  /** The library, its sheet, the dialog and its data, all at once; then the dialog is there, still closed. */
  async fetched() {
    const sheet = made("link", { rel: "stylesheet", href: this.dataset.sheet });
    const [answer] = await Promise.all([
      fetch(this.dataset.from),
      import(new URL(this.dataset.leaflet, location)),
      new Promise((loaded, failed) => {
        Object.assign(sheet, { onload: loaded, onerror: failed });
        document.head.append(sheet);
      }),
    ]);
    if (!answer.ok) throw answer;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.data = JSON.parse(page.querySelector("script").textContent);
    this.dialog = document.adoptNode(page.querySelector("dialog"));
    this.box = this.dialog.querySelector(".zoom-map");
    const foot = this.dialog.querySelector(".zoom-foot");
    document.querySelectorAll("[data-on-both]").forEach((one) => foot.append(one.cloneNode(true)));
    this.append(this.dialog);
    for (const button of this.dialog.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this[button.dataset.do]());
    }
    // Escape closes what was opened last: a popup, then the map.
    this.dialog.addEventListener("cancel", (event) => {
      if (!this.popup) return;
      event.preventDefault();
      this.map.closePopup();
    });
  }

  nearer() {
    this.map.zoomIn();
  }

  farther() {
    this.map.zoomOut();
  }

  whole() {
    this.map.fitBounds(this.data.frame);
  }

  close() {
    this.dialog.close();
  }

  /** Show the ground, which asks its server for images, or take it away. */
  tiles() {
    if (this.ground) this.ground = void this.ground.remove();
    else this.ground = L.tileLayer(this.box.dataset.tiles, { maxZoom: NEAREST }).addTo(this.map);
    this.dialog.classList.toggle("has-ground", Boolean(this.ground));
    for (const [when, hidden] of [["with", !this.ground], ["without", this.ground]]) {
      const line = this.dialog.querySelector(`[data-when="${when}"]`);
      line.hidden = hidden;
      if (!hidden) line.querySelector("button").focus();
    }
  }

  /** The map, in the dialog that is open: Leaflet asks for its size. */
  drawn() {
    const map = new (STILL ? L.Map.extend({ panBy: still }) : L.Map)(this.box, {
      attributionControl: false, // the foot has it
      zoomControl: false, // the bar has it, before the map for who comes with the keyboard
      maxZoom: NEAREST,
      zoomSnap: 0.25,
      zoomDelta: 1,
      ...(STILL && { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }),
    });
    this.map = map;
    map.on("popupopen", ({ popup }) => this.opened(popup));
    map.on("popupclose", () => (this.popup = undefined));
    this.whole();
    const { areas, borders, asked, dots } = this.data;
    const region = L.latLngBounds(areas.flatMap((area) => area.rings.flat()));
    map.setMaxBounds(region.pad(0.25));
    map.setMinZoom(Math.floor(map.getBoundsZoom(region)));
    areas.forEach((area) => this.area(area));
    L.polyline(borders, { className: "zoom-border", interactive: false }).addTo(map);
    asked.forEach((at) => this.marker(at, "zoom-asked", { keyboard: false, interactive: false }));
    const points = dots.map((dot) => this.dot(dot));
    const reach = () => {
      this.dialog.classList.toggle("is-far", map.getZoom() < 12);
      const seen = map.getBounds();
      // Tab goes through what is seen.
      for (const point of [...points, ...this.labels]) {
        point.getElement().tabIndex = seen.contains(point.getLatLng()) ? 0 : -1;
      }
    };
    map.on("moveend", reach);
    reach();
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(this.box);
    return map;
  }

  labels = [];

  area({ name, count, said, bassin, label, rings }) {
    const about = () => {
      const told = made("div", {}, made("strong", { textContent: name }), made("p", { textContent: said }));
      if (bassin) told.append(made("p", {}, made("a", { href: bassin.url, textContent: bassin.name })));
      return told;
    };
    L.polygon(rings, { className: "zoom-area" }).bindPopup(about, POPUP).addTo(this.map);
    if (!label) return;
    const number = made("span", { className: "zoom-number", textContent: count });
    const text = made("span", { className: "zoom-name", textContent: name });
    const className = count ? "zoom-label" : "zoom-label is-zero";
    const options = { title: name, zIndexOffset: -10_000 }; // under the dots
    this.labels.push(this.marker(label, className, options, made("span", {}, number, " ", text)).bindPopup(about, POPUP));
  }

  dot({ at, verdict, services }) {
    const about = () => {
      const list = services.map(({ name, url, said }) => {
        const link = made("a", { href: url, textContent: name });
        return made("li", {}, link, ...(said ? [made("span", { className: "note", textContent: said })] : []));
      });
      return made("ul", { className: "plain" }, ...list);
    };
    const names = services.map((one) => [one.name, one.said].filter(Boolean).join(" – ")).join(" · ");
    const text = made("span", { className: "sr-only", textContent: names });
    return this.marker(at, `zoom-dot zoom-dot-${verdict}`, { title: names }, text).bindPopup(about, POPUP);
  }

  marker(at, className, options, html = "") {
    const icon = L.divIcon({ className, html, iconSize: [28, 28] });
    const marker = L.marker(at, { icon, ...options }).addTo(this.map);
    const element = marker.getElement();
    // A button answers to the space bar too.
    element.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      marker.openPopup();
    });
    // Back where one was, unless the reader is elsewhere already.
    marker.on("popupclose", ({ popup }) => {
      const here = document.activeElement;
      if (popup.getElement().contains(here) || !this.dialog.contains(here) || here === this.dialog) {
        element.focus({ preventScroll: true });
      }
    });
    return marker;
  }

  opened(popup) {
    this.popup = popup;
    const element = popup.getElement();
    const close = element.querySelector(".leaflet-popup-close-button");
    close.ariaLabel = this.box.dataset.close;
    close.title = this.box.dataset.close;
    (element.querySelector(".leaflet-popup-content a") || close).focus({ preventScroll: true });
  }
}

/** Move at once, for who asks for less motion. */
function still(offset, options) {
  return L.Map.prototype.panBy.call(this, offset, { ...options, animate: false });
}

customElements.define("map-zoom", MapZoom);
