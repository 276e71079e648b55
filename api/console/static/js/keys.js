// <sg-keys>: single-letter shortcuts. Any control with data-key answers to its letter; never while typing.

const PLACES = { i: "inbox", a: "approvals", l: "leads", c: "calendar", o: "outbox", d: "decisions", n: "instructions", k: "knowledge", p: "privacy", t: "simulations", s: "settings" };

class Keys extends HTMLElement {
  going = 0;

  connectedCallback() {
    document.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const isTyping = target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.key === "Escape") return this.back(target, isTyping);
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.documentElement.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
    if (this.act(event.key)) event.preventDefault();
  }

  /** @param {string} key */
  act(key) {
    if (this.going) {
      clearTimeout(this.going);
      this.going = 0;
      const place = PLACES[/** @type {keyof typeof PLACES} */ (key)];
      if (place) location.assign(`/console/${place}`);
      return Boolean(place);
    }
    if (key === "g") {
      this.going = setTimeout(() => { this.going = 0; }, 1500);
      return true;
    }
    if (key === "?") {
      /** @type {HTMLDialogElement} */ (document.getElementById("shortcuts")).showModal();
      return true;
    }
    if (key === "j" || key === "k") return this.move(key === "j" ? 1 : -1);
    return this.click(key);
  }

  /** @param {number} step */
  move(step) {
    const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")]).filter((row) => row.offsetParent);
    if (!rows.length) return false;
    let at = rows.findIndex((row) => row.dataset.at !== undefined);
    if (at < 0) at = rows.findIndex((row) => row.contains(document.activeElement) || row.hasAttribute("aria-current"));
    const first = at < 0;
    const next = rows[Math.max(0, Math.min(rows.length - 1, first ? 0 : at + step))];
    for (const row of rows) delete row.dataset.at;
    next.dataset.at = "";
    const stop = next.matches("a, button") ? next : /** @type {HTMLElement | null} */ (next.querySelector("[data-open]")) ?? next;
    stop.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** @param {string} key */
  click(key) {
    const at = document.querySelector("[data-row][data-at]");
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const control = /** @type {HTMLElement | null} */ (at?.querySelector(wanted) ?? document.querySelector(wanted));
    if (!control || !control.offsetParent) return false;
    control.click();
    if (control.matches("summary")) {
      /** @type {HTMLElement | null} */ (control.parentElement?.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
    }
    return true;
  }

  /** @param {HTMLElement} target @param {boolean} isTyping */
  back(target, isTyping) {
    if (document.querySelector("dialog[open]")) return;
    if (isTyping) { target.blur(); return; }
    const way = /** @type {HTMLElement | null} */ (document.querySelector("[data-back]"));
    if (way?.offsetParent) way.click();
  }
}
customElements.define("sg-keys", Keys);
