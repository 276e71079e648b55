// Small elements: <sg-time> relative time, <sg-copy> copy to the clipboard, <sg-week> places meetings,
// <sg-pick> takes what is selected,
// and what marks on a page do: data-drawer, data-dialog, data-auto.
import { toast } from "./page.js";

class Time extends HTMLElement {
  connectedCallback() {
    this.tick();
    this.timer = setInterval(() => this.tick(), 30000);
  }

  disconnectedCallback() { clearInterval(this.timer); }

  tick() {
    const time = this.querySelector("time");
    if (!time) return;
    const seconds = Math.abs(Date.now() - Date.parse(time.dateTime)) / 1000; // ago, or still to come
    if (seconds > 6 * 86400) {
      time.textContent = new Date(time.dateTime).toLocaleDateString("en", { day: "numeric", month: "short" });
    } else if (seconds < 50) time.textContent = this.dataset.least ?? "now";
    else if (seconds < 3600) time.textContent = `${Math.max(1, Math.round(seconds / 60))} m`;
    else if (seconds < 86400) time.textContent = `${Math.round(seconds / 3600)} h`;
    else time.textContent = `${Math.round(seconds / 86400)} d`;
  }
}
customElements.define("sg-time", Time);

class Copy extends HTMLElement {
  connectedCallback() {
    this.querySelector("button")?.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(this.dataset.text ?? "");
        toast("Copied");
      } catch {
        toast("The browser did not allow copying", true);
      }
    });
  }
}
customElements.define("sg-copy", Copy);

class Week extends HTMLElement {
  connectedCallback() {
    for (const grid of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".week"))) {
      grid.style.setProperty("--days", grid.dataset.days ?? "5");
      grid.style.setProperty("--rows", grid.dataset.rows ?? "10");
    }
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-from]"))) {
      one.style.top = `${Number(one.dataset.from) * 0.8}px`;
      const lanes = Number(one.dataset.lanes ?? 1);
      if (lanes > 1) {
        one.style.left = `calc(${(100 * Number(one.dataset.lane)) / lanes}% + 2px)`;
        one.style.right = `calc(${100 - (100 * (Number(one.dataset.lane) + 1)) / lanes}% + 2px)`;
      }
      if (one.dataset.minutes) one.style.height = `${Math.max(22, Number(one.dataset.minutes) * 0.8 - 2)}px`;
    }
  }
}
customElements.define("sg-week", Week);

// What is selected within it goes into the field it names.
class Pick extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerup", () => this.take());
    this.addEventListener("keyup", () => this.take());
  }

  take() {
    const words = String(getSelection() ?? "").replace(/\s+/g, " ").trim();
    const field = document.getElementById(this.dataset.into ?? "");
    if (words && field instanceof HTMLInputElement) field.value = words.slice(0, field.maxLength);
  }
}
customElements.define("sg-pick", Pick);

document.addEventListener("click", (event) => {
  const opener = /** @type {Element} */ (event.target).closest("[data-drawer]");
  if (!opener) return;
  const drawer = document.getElementById(opener.getAttribute("data-drawer") ?? "");
  drawer?.toggleAttribute("data-open");
  opener.setAttribute("aria-expanded", String(drawer?.hasAttribute("data-open")));
});
document.addEventListener("click", (event) => {
  const opener = /** @type {Element} */ (event.target).closest("[data-dialog]");
  if (opener) show(opener.getAttribute("data-dialog") ?? "");
});
/** @param {string} id */
function show(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}
if (location.hash === "#pause") show("pause");
document.addEventListener("change", (event) => {
  const form = /** @type {HTMLInputElement} */ (event.target).form;
  if (form?.dataset.auto !== undefined) form.requestSubmit();
});
