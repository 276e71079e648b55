// A client for Server-Sent Events on fetch: it can send headers, it notices a dead line, it knows when
// to stop. Falls back to asking again and again where a proxy holds streams back.

/**
 * @typedef {object} StreamEvent
 * @property {string} kind
 * @property {any} data
 * @property {string} id  empty for what is never stored
 *
 * @typedef {object} StreamOptions
 * @property {string} url
 * @property {() => Record<string, string>} [headers]
 * @property {string} [lastId]
 * @property {(event: StreamEvent) => void} onEvent
 * @property {(state: 'connecting'|'open'|'waiting'|'ended', status?: number) => void} [onState]
 */

const WATCHDOG_MS = 40_000;
const SILENT_MS = 20_000;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 30_000;
const POLL_SECONDS = 25;
const FINAL = [401, 403, 404, 410];

/** Splits a body into events; text may end anywhere. */
export class Parser {
  #rest = '';
  #kind = '';
  #id = '';
  /** @type {string[]} */ #data = [];

  /** @param {string} piece @returns {StreamEvent[]} */
  feed(piece) {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop() ?? '';
    const events = [];
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (line === '') {
        if (this.#data.length) {
          events.push({ kind: this.#kind || 'message', data: JSON.parse(this.#data.join('\n')), id: this.#id });
        }
        this.#kind = this.#id = '';
        this.#data = [];
        continue;
      }
      const at = line.indexOf(':');
      const field = at < 0 ? line : line.slice(0, at);
      const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '');
      if (field === 'event') this.#kind = value;
      else if (field === 'id') this.#id = value;
      else if (field === 'data') this.#data.push(value);
    }
    return events;
  }
}

export class EventStream {
  /** @type {StreamOptions} */ #options;
  #lastId;
  #failures = 0;
  #silent = 0;
  #wait = 0;
  #isClosed = false;
  /** @type {AbortController | null} */ #abort = null;
  /** @type {(() => void) | null} */ #wake = null;

  /** @param {StreamOptions} options */
  constructor(options) {
    this.#options = options;
    this.#lastId = options.lastId ?? '';
    addEventListener('online', this.#hurry);
    document.addEventListener('visibilitychange', this.#hurry);
    this.#run();
  }

  get lastId() {
    return this.#lastId;
  }

  close() {
    this.#isClosed = true;
    removeEventListener('online', this.#hurry);
    document.removeEventListener('visibilitychange', this.#hurry);
    this.#abort?.abort();
    this.#wake?.();
  }

  /** Ends a pause between two streams: there is a reason to believe it will work now. */
  hurry() {
    this.#wake?.();
  }

  #hurry = () => {
    if (document.visibilityState === 'visible') this.hurry();
  };

  async #run() {
    while (!this.#isClosed) {
      this.#wait = 0;
      this.#say('connecting');
      let status = 0;
      try {
        status = this.#silent >= 2 ? await this.#poll() : await this.#listen();
      } catch {
        status = 0; // the line broke, or our own watchdog cut it: both mean try again
      }
      if (this.#isClosed) return;
      if (FINAL.includes(status)) {
        this.close();
        this.#say('ended', status);
        return;
      }
      if (status === 200 && this.#silent >= 2) continue;
      this.#say('waiting', status);
      await this.#pause();
    }
  }

  /** @returns {Promise<number>} the status, once the stream is over */
  async #listen() {
    const abort = (this.#abort = new AbortController());
    const response = await this.#fetch(this.#address(''), abort, 'text/event-stream');
    if (response.status !== 200 || !response.body) return response.status;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new Parser();
    let isHeard = false;
    for (;;) {
      const timer = setTimeout(() => {
        if (!isHeard) this.#silent += 1;
        abort.abort();
      }, isHeard ? WATCHDOG_MS : SILENT_MS);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return 0;
      if (!isHeard) {
        isHeard = true;
        this.#silent = 0;
        this.#failures = 0;
        this.#say('open');
      }
      for (const event of parser.feed(value)) this.#take(event);
    }
  }

  async #poll() {
    const abort = (this.#abort = new AbortController());
    const timer = setTimeout(() => abort.abort(), (POLL_SECONDS + 10) * 1000);
    const response = await this.#fetch(this.#address(`&wait=${POLL_SECONDS}`), abort, 'application/json');
    if (response.status !== 200) return response.status;
    const body = await response.json().finally(() => clearTimeout(timer));
    this.#failures = 0;
    this.#say('open');
    for (const data of body.events) this.#take({ kind: data.kind, data, id: String(data.seq) });
    return 200;
  }

  /** @param {string} url @param {AbortController} abort @param {string} accept */
  async #fetch(url, abort, accept) {
    const headers = { Accept: accept, ...this.#options.headers?.() };
    const response = await fetch(url, { headers, signal: abort.signal, cache: 'no-store' });
    const after = Number(response.headers.get('Retry-After'));
    if (after > 0) this.#wait = after * 1000;
    return response;
  }

  /** @param {string} more */
  #address(more) {
    const joiner = this.#options.url.includes('?') ? '&' : '?';
    return `${this.#options.url}${joiner}after=${encodeURIComponent(this.#lastId || '0')}${more}`;
  }

  /** @param {StreamEvent} event */
  #take(event) {
    if (event.kind === 'bye') {
      this.#wait = Number(event.data.retry_ms) || 0;
      return;
    }
    if (event.id) this.#lastId = event.id;
    this.#options.onEvent(event);
  }

  /** Full jitter: many clients that lost one server do not return in one moment. */
  #pause() {
    const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    const wait = this.#wait || Math.random() * most;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve(undefined);
      };
      const timer = setTimeout(done, wait);
      this.#wake = done;
    });
  }

  /** @param {'connecting'|'open'|'waiting'|'ended'} state @param {number} [status] */
  #say(state, status) {
    this.#options.onState?.(state, status);
  }
}
