// <sg-order>: the editor of an order. What it means is asked for as one types; trying it out stays on
// the page. Everything is one form whose buttons work without script too.
import { load, swap, toast } from "./page.js";

const PAUSE = 450; // ms without a key before the words are read

class Order extends HTMLElement {
  waiting = 0;
  asked = 0;

  connectedCallback() {
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.form.addEventListener("input", (event) => this.change(/** @type {HTMLElement} */ (event.target)));
    this.form.addEventListener("submit", (event) => this.send(event));
    this.form.addEventListener("keydown", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.key === "Enter" && target.id === "say") {
        event.preventDefault();
        this.form.requestSubmit(/** @type {HTMLElement} */ (this.querySelector("[data-does=try]")));
      }
    });
    const words = /** @type {HTMLTextAreaElement} */ (this.querySelector("#words"));
    if (words.value.trim() && !this.querySelector("#read h2")) this.ask("read"); // typed before this ran
    this.toEnd();
  }

  disconnectedCallback() { clearTimeout(this.waiting); }

  /** @param {HTMLElement} field */
  change(field) {
    if (field.id === "say") return;
    if (field.closest("#tune") && field.id !== "tuned") {
      /** @type {HTMLInputElement} */ (this.querySelector("#tuned")).checked = true;
    }
    const read = /** @type {HTMLElement | null} */ (this.querySelector("#read"));
    if (read) read.dataset.stale = "";
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask("read"), PAUSE);
  }

  /** @param {SubmitEvent} event */
  send(event) {
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    const does = button?.dataset.does;
    if (!does) return; // on to the next page
    event.preventDefault();
    if (button.dataset.busy !== undefined) return;
    this.ask(does, button);
  }

  /** @param {string} does @param {HTMLButtonElement | null} [button] */
  async ask(does, button = null) {
    const mine = ++this.asked;
    clearTimeout(this.waiting);
    const wanted = button ?? /** @type {HTMLButtonElement} */ (this.querySelector("[data-does=read]"));
    const body = new URLSearchParams(/** @type {any} */ (new FormData(this.form, wanted)));
    if (button) button.dataset.busy = "";
    if (does === "try") this.hearMyself(String(body.get("say") ?? ""));
    try {
      const fresh = await load(wanted.formAction, { method: "POST", body });
      if (does === "try") this.shown(fresh, "#rehearsal");
      else if (mine === this.asked) this.shown(fresh, does === "model" ? "#read, #tune" : this.parts());
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), true);
      this.querySelector(".bubble.unsent")?.remove();
    } finally {
      if (button) delete button.dataset.busy;
    }
  }

  /** A form somebody is filling in by hand is not exchanged under their fingers. */
  parts() {
    const tuned = /** @type {HTMLInputElement | null} */ (this.querySelector("#tuned"));
    return tuned?.checked ? "#read" : "#read, #tune";
  }

  /** @param {Document} fresh @param {string} parts */
  shown(fresh, parts) {
    const open = this.querySelector("#tune details.tune")?.hasAttribute("open");
    swap(fresh, parts);
    if (open) this.querySelector("#tune details.tune")?.setAttribute("open", "");
    if (parts.includes("rehearsal")) {
      this.toEnd();
      document.getElementById("say")?.focus();
    }
  }

  /** What was just typed stands in the chat while the agent thinks. @param {string} text */
  hearMyself(text) {
    const list = this.querySelector("#rehearsal .bubbles");
    if (!list || !text.trim()) return;
    const item = document.createElement("li");
    item.className = "bubble prospect unsent";
    const say = document.createElement("div");
    say.className = "say words";
    say.textContent = text;
    item.append(say);
    list.append(item);
    this.toEnd();
  }

  toEnd() {
    const box = this.querySelector("#rehearsal .said-so-far");
    if (box) box.scrollTop = box.scrollHeight;
  }
}
customElements.define("sg-order", Order);
