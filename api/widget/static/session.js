// The right to one conversation, opened when it is first needed. The token stays in memory: storage may
// be blocked in a frame, and the cookie (which no script can read) brings it back after a reload.

/**
 * @typedef {object} Boot
 * @property {string} site
 * @property {string | null} host
 * @property {string} language
 * @property {Record<string, string>} strings
 * @property {{company: string, agent_name: string, disclosure: string, languages: string[], brand_colour: string, privacy_url: string}} profile
 * @property {boolean} has_session
 */

/** What the server said no with: a problem document (RFC 9457), or nothing at all. */
export class Refused extends Error {
  /** @param {number} status @param {any} problem @param {number} retryAfter */
  constructor(status, problem, retryAfter) {
    super(problem?.detail ?? '');
    this.status = status;
    this.code = problem?.code ?? '';
    this.retryAfter = retryAfter;
  }
}

export class Session {
  /** @type {Boot} */ #boot;
  /** @type {Promise<any> | null} */ #opening = null;
  #token = '';
  #csrf = '';
  /** @type {() => void} */ onOpen = () => {};

  /** @param {Boot} boot */
  constructor(boot) {
    this.#boot = boot;
  }

  get isOpen() {
    return this.#token !== '';
  }

  headers() {
    return { Authorization: `Bearer ${this.#token}`, 'X-CSRF': this.#csrf };
  }

  /** Opens or resumes the conversation, once. @param {boolean} [fresh] */
  ensure(fresh = false) {
    if (this.isOpen && !fresh) return Promise.resolve();
    this.#opening ??= this.#open(fresh).finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  forget() {
    this.#token = this.#csrf = '';
  }

  /** @param {string} path @param {unknown} body */
  async post(path, body) {
    await this.ensure();
    return this.#send(path, body, this.headers());
  }

  /** @param {boolean} fresh */
  async #open(fresh) {
    const body = {
      site_key: this.#boot.site,
      embedder: this.#boot.host,
      locale: this.#boot.language,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      fresh,
    };
    const opened = await this.#send('session', body, {});
    this.#token = opened.token;
    this.#csrf = opened.csrf;
    this.onOpen();
  }

  /** @param {string} path @param {unknown} body @param {Record<string, string>} headers */
  async #send(path, body, headers) {
    const response = await fetch(`/w/v1/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const answer = await response.json().catch(() => null);
    if (response.ok) return answer;
    throw new Refused(response.status, answer, Number(response.headers.get('Retry-After')));
  }
}
