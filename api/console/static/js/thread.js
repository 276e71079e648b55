// <sg-thread>: the open conversation. New items arrive in order, drafts show what is being written,
// and the reader's place is kept: at the end it follows, anywhere else it only tells.
import { refresh, toast } from "./page.js";

const STATE_KINDS = /^(control\.|status\.|approval\.|booking\.|handoff\.|contact\.|request\.)/;

class Thread extends HTMLElement {
  isTyping = false;
  wasMine = false;
  over = ""; // the turn whose draft a takeover has ended

  connectedCallback() {
    this.scroller = /** @type {HTMLElement} */ (this.querySelector(".scroll"));
    this.list = /** @type {HTMLElement} */ (this.querySelector(".bubbles"));
    this.pill = /** @type {HTMLButtonElement} */ (this.querySelector(".to-end"));
    this.pill.addEventListener("click", () => this.toEnd(true));
    this.scroller.addEventListener("scroll", () => { if (this.isAtEnd()) this.pill.hidden = true; });
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("sg:item", (event) => this.add(/** @type {CustomEvent} */ (event).detail), { signal });
    document.addEventListener("sg:delta", (event) => this.draft(/** @type {CustomEvent} */ (event).detail), { signal });
    document.addEventListener("sg:typing", (event) => this.typing(/** @type {CustomEvent} */ (event).detail), { signal });
    document.addEventListener("sg:swapped", () => { this.showTyping(); this.tellLoss(); }, { signal });
    this.toEnd(false);
  }

  disconnectedCallback() { this.stop?.abort(); }

  isAtEnd() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 48;
  }

  /** @param {boolean} smooth */
  toEnd(smooth) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
    this.pill.hidden = true;
  }

  /** @param {{seq: number, kind: string, actor: string, html: string}} item */
  add(item) {
    if (item.seq <= Number(this.dataset.seq)) return;
    this.dataset.seq = String(item.seq);
    const follows = this.isAtEnd();
    if (item.actor === "prospect") this.typing({ actor: "prospect", on: false });
    const draft = /** @type {HTMLElement | null} */ (this.querySelector(".draft"));
    if (item.kind === "control.changed") {
      this.over = draft?.dataset.turn ?? "";
      if (document.querySelector('#composer[data-mode="yours"]')) this.wasMine = true;
    }
    if (item.actor === "agent" || item.kind === "control.changed") draft?.remove();
    const fresh = new DOMParser().parseFromString(item.html, "text/html");
    const before = this.querySelector(".draft");
    for (const node of fresh.body.children) {
      const copy = document.importNode(node, true);
      if (before) before.before(copy);
      else this.list.append(copy);
    }
    if (follows) this.toEnd(false);
    else this.pill.hidden = false;
    if (STATE_KINDS.test(item.kind)) refresh("#thread-head, #composer, #side");
    else if (item.actor === "agent") refresh("#side");
    this.read();
  }

  /** @param {{turn: string, text: string}} piece */
  draft(piece) {
    let draft = /** @type {HTMLElement | null} */ (this.querySelector(".draft"));
    const mode = document.getElementById("composer")?.dataset.mode;
    if (piece.turn === this.over || mode === "yours" || mode === "other") return; // a person speaks
    if (!piece.text) { draft?.remove(); return; }
    if (!draft || draft.dataset.turn !== piece.turn) {
      draft?.remove();
      draft = document.createElement("li");
      draft.className = "bubble agent draft";
      draft.dataset.turn = piece.turn;
      draft.setAttribute("aria-hidden", "true");
      draft.innerHTML = '<div class="say words"></div><div class="by">AI, writing</div>';
      this.list.append(draft);
    }
    const follows = this.isAtEnd();
    const say = /** @type {HTMLElement} */ (draft.querySelector(".say"));
    say.textContent += piece.text;
    if (follows) this.toEnd(false);
  }

  /** @param {{actor: string, on: boolean}} sign */
  typing(sign) {
    if (sign.actor === "prospect") this.isTyping = sign.on;
    this.showTyping();
    if (sign.actor === "agent" && !sign.on) this.querySelector(".draft")?.remove();
  }

  /** Somebody has taken it from the reader: said once, whatever they were doing. */
  tellLoss() {
    const composer = /** @type {HTMLElement | null} */ (document.getElementById("composer"));
    if (!this.wasMine || composer?.dataset.mode !== "other") return;
    this.wasMine = false;
    toast(`${composer.dataset.holder} has taken this conversation over from you.`, true);
  }

  showTyping() {
    const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-typing]"));
    if (line) line.hidden = !this.isTyping;
  }

  read() {
    if (document.hidden) return;
    const csrf = /** @type {HTMLElement} */ (document.querySelector("sg-keys")).dataset.csrf ?? "";
    clearTimeout(this.reading);
    this.reading = setTimeout(() => {
      void fetch(`/console/inbox/${this.dataset.c}/read`, { method: "POST", body: new URLSearchParams({ csrf }) });
    }, 400);
  }
}
customElements.define("sg-thread", Thread);
