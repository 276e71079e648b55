// <sg-live>: one stream for the page, its state in words. Closed while the tab is hidden, resumed by id.
import { refresh } from "./page.js";

const LIST_PARTS = "#list, .rail [data-badge=inbox], .rail [data-badge=approvals], .bottom [data-badge=inbox], .bottom [data-badge=approvals], .rail [data-badge=outbox], .bottom [data-badge=outbox], .rail [data-badge=knowledge], .bottom [data-badge=knowledge], .rail [data-badge=privacy], .bottom [data-badge=privacy], #work, #list-tabs, #approvals-head, #live-part";

class Live extends HTMLElement {
  /** @type {EventSource | null} */ source = null;
  tries = 0;
  timer = 0;

  connectedCallback() {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.close();
      else this.open();
    });
    addEventListener("offline", () => this.say("off", "Offline"));
    addEventListener("online", () => this.open());
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      this.tries = 1; // a page that comes back from the browser's memory is an old one
      this.open();
    });
    this.open();
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  /** @param {string} state @param {string} words */
  say(state, words) {
    this.dataset.state = state;
    const stale = document.getElementById("stale");
    if (stale) stale.hidden = state === "live" || this.tries < 2 && state !== "off";
    const text = this.querySelector("[role=status]");
    if (text && text.textContent !== words) text.textContent = words;
  }

  open() {
    this.close();
    const thread = /** @type {HTMLElement | null} */ (document.querySelector("sg-thread"));
    const query = new URLSearchParams();
    if (thread?.dataset.c) {
      query.set("c", thread.dataset.c);
      query.set("after", thread.dataset.seq ?? "0");
    }
    const source = new EventSource(`/console/v1/stream?${query}`);
    this.source = source;
    source.onopen = () => {
      if (this.tries > 0) refresh(LIST_PARTS);
      this.tries = 0;
      this.say("live", "Live");
    };
    source.onerror = () => {
      this.say(navigator.onLine ? "waiting" : "off", navigator.onLine ? "Reconnecting" : "Offline");
      this.tries += 1;
      if (source.readyState === EventSource.CLOSED) {
        this.timer = setTimeout(() => this.open(), Math.min(30000, 500 * 2 ** this.tries) * (0.7 + 0.6 * Math.random()));
      }
    };
    source.addEventListener("list", () => refresh(LIST_PARTS));
    for (const name of ["item", "delta", "typing"]) {
      source.addEventListener(name, (event) => {
        const detail = JSON.parse(/** @type {MessageEvent} */ (event).data);
        document.dispatchEvent(new CustomEvent(`sg:${name}`, { detail }));
      });
    }
  }
}
customElements.define("sg-live", Live);
