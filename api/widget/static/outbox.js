// What the visitor has written and the server may not have yet: kept in order, each delivered once,
// because a repeated POST carries the same id.

import { Refused } from './session.js';

/**
 * @typedef {object} Letter
 * @property {string} id
 * @property {string} text
 * @property {string} [slot]
 * @property {'sending' | 'sent' | 'failed'} state
 * @property {string} [why]
 */

const LONGEST_WAIT_MS = 15_000;

export class Outbox {
  /** @type {Letter[]} */ #letters = [];
  #isBusy = false;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * @param {import('./session.js').Session} session
   * @param {(letter: Letter) => void} onChange
   */
  constructor(session, onChange) {
    this.session = session;
    this.onChange = onChange;
    addEventListener('online', () => this.#hurry());
  }

  /** @param {string} text @param {string} [slot] */
  add(text, slot) {
    /** @type {Letter} */
    const letter = { id: crypto.randomUUID(), text, slot, state: 'sending' };
    this.#letters.push(letter);
    this.onChange(letter);
    this.#flush();
  }

  /** @param {Letter} letter */
  retry(letter) {
    letter.state = 'sending';
    letter.why = undefined;
    this.#letters.push(letter);
    this.onChange(letter);
    this.#hurry();
  }

  clear() {
    this.#letters = [];
  }

  #hurry() {
    clearTimeout(this.#timer);
    this.#flush();
  }

  async #flush() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (this.#letters.length && (await this.#deliver(this.#letters[0]))) this.#letters.shift();
    } finally {
      this.#isBusy = false;
    }
  }

  /** @param {Letter} letter @returns {Promise<boolean>} whether it is settled, well or badly */
  async #deliver(letter) {
    const choice = letter.slot ? { slot: letter.slot } : undefined;
    try {
      await this.session.post('messages', { client_id: letter.id, text: letter.text, choice });
    } catch (error) {
      if (this.#isHopeless(error)) {
        letter.state = 'failed';
        letter.why = /** @type {Refused} */ (error).code || 'failed';
        this.onChange(letter);
        return true;
      }
      this.#again(error instanceof Refused ? error.retryAfter * 1000 : 0);
      return false;
    }
    this.#failures = 0;
    letter.state = 'sent';
    this.onChange(letter);
    return true;
  }

  /** Trying the same again would not help, or the visitor should decide. @param {unknown} error */
  #isHopeless(error) {
    if (!(error instanceof Refused)) return false; // the line: it comes back
    if (error.code === 'guard.unavailable') return true;
    return error.status < 500 && error.status !== 429 && error.status !== 408;
  }

  /** @param {number} least milliseconds */
  #again(least) {
    const wait = Math.max(least, Math.random() * Math.min(LONGEST_WAIT_MS, 800 * 2 ** this.#failures));
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), wait);
  }
}
