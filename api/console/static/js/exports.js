// Work under way: <sg-exports id data-live> asks for the page again until all of them have ended.
import { load, swap } from "./page.js";

const EVERY = 2000;

class Exports extends HTMLElement {
  connectedCallback() {
    if (this.dataset.live !== undefined) this.timer = setTimeout(() => this.look(), EVERY);
  }

  disconnectedCallback() { clearTimeout(this.timer); }

  async look() {
    const fresh = await load(location.href).catch(() => null);
    if (fresh) swap(fresh, `#${this.id}`);
    else this.timer = setTimeout(() => this.look(), EVERY * 5);
  }
}
customElements.define("sg-exports", Exports);
