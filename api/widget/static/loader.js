// Salesgenix chat loader: the button. The chat is a frame on our own origin, fetched on interest.
// It keeps nothing on the page and needs only script-src and frame-src.
(() => {
  'use strict';
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!script || customElements.get('salesgenix-chat')) return;
  const given = script.dataset;
  const origin = new URL(script.src).origin;
  /** All that is said outside the frame. */
  const WORDS = {
    en: ['Open chat', 'Close chat'],
    de: ['Chat öffnen', 'Chat schließen'],
    fr: ['Ouvrir le chat', 'Fermer le chat'],
    es: ['Abrir el chat', 'Cerrar el chat'],
    it: ['Apri la chat', 'Chiudi la chat'],
    pt: ['Abrir o chat', 'Fechar o chat'],
    nl: ['Chat openen', 'Chat sluiten'],
    pl: ['Otwórz czat', 'Zamknij czat'],
    ar: ['افتح المحادثة', 'أغلق المحادثة'],
  };
  const SHAPES = {
    chat: 'M7.9 20A9 9 0 1 0 4 16.1L2 22Z',
    down: 'm6 9 6 6 6-6',
  };
  const FROM_PANEL = ['ready', 'close', 'opened', 'message', 'unread', 'lead', 'booked', 'handoff', 'consent', 'error'];
  const TO_PANEL = ['prefill', 'send', 'locale', 'theme', 'consent', 'reset'];
  const CSS = `
:host{all:initial!important;position:fixed!important;z-index:2147483000!important;inset:auto!important;
bottom:0!important;width:0!important;height:0!important;display:block!important;pointer-events:auto!important}
:host([hidden]){display:none!important}
:host([side=end]){right:0!important}:host([side=start]){left:0!important}
button{all:unset;box-sizing:border-box;position:fixed;bottom:20px;width:56px;height:56px;border-radius:50%;
background:var(--brand);color:var(--ink);cursor:pointer;display:grid;place-items:center;
box-shadow:0 1px 2px rgb(0 0 0/.12),0 8px 24px rgb(0 0 0/.18);transition:transform .12s,box-shadow .12s}
:host([side=end]) :is(button,.frame){right:20px}:host([side=start]) :is(button,.frame){left:20px}
button:hover{transform:translateY(-1px);box-shadow:0 2px 4px rgb(0 0 0/.14),0 12px 28px rgb(0 0 0/.22)}
button:active{transform:none}
button:focus-visible{outline:2px solid var(--brand);outline-offset:3px;box-shadow:0 0 0 3px #fff,0 8px 24px rgb(0 0 0/.18)}
svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
b{position:absolute;top:-3px;inset-inline-end:-3px;min-width:20px;height:20px;padding:0 5px;box-sizing:border-box;
border-radius:10px;background:#b42318;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center;
box-shadow:0 0 0 2px #fff}
b[hidden]{display:none}
.frame{position:fixed;bottom:88px;width:400px;max-width:calc(100vw - 40px);height:660px;
max-height:calc(100vh - 108px);border-radius:16px;overflow:hidden;background:Canvas;
box-shadow:0 0 0 1px rgb(0 0 0/.08),0 2px 6px rgb(0 0 0/.06),0 16px 48px rgb(0 0 0/.2);
transition:opacity .16s cubic-bezier(.2,.8,.2,1),transform .16s cubic-bezier(.2,.8,.2,1)}
.frame:not(.open){visibility:hidden;opacity:0;transform:translateY(8px);pointer-events:none}
iframe{border:0;width:100%;height:100%;display:block;color-scheme:normal}
@media (max-width:479.98px){.frame{inset:0!important;width:100%;max-width:none;height:100%;height:100dvh;
max-height:none;border-radius:0;box-shadow:none}.frame.open~button{display:none}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media (forced-colors:active){button{border:2px solid ButtonText}}
@media print{:host{display:none!important}}`;

  const base = (/** @type {string} */ locale) => locale.toLowerCase().split('-')[0];
  /** Black or white, whichever reads better on the colour (WCAG 2 contrast). */
  const inkOn = (/** @type {string} */ colour) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.1791 ? '#111214' : '#fff';
  };
  const icon = (/** @type {keyof typeof SHAPES} */ name) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', SHAPES[name]);
    svg.append(path);
    return svg;
  };

  class Chat extends HTMLElement {
    /** @type {Map<string, Set<(detail: unknown) => void>>} */ #listeners = new Map();
    /** @type {HTMLIFrameElement | null} */ #frame = null;
    /** @type {{type: string, value: unknown}[]} */ #waiting = [];
    #isReady = false;
    #isOpen = false;
    #locale = given.locale || document.documentElement.lang || navigator.language || 'en';
    #theme = given.theme || 'auto';
    #unread = 0;
    #title = '';
    #box = document.createElement('div');
    #button = document.createElement('button');
    #badge = document.createElement('b');

    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      root.adoptedStyleSheets = [sheet];
      this.#box.className = 'frame';
      this.#button.type = 'button';
      this.#badge.hidden = true;
      root.append(this.#box, this.#button);
      this.paint(given.colour || '#4f46e5');
      this.#draw();
      this.#button.addEventListener('click', () => this.toggle());
      // In the frame, the panel hears the key. It can also land here: on the button, or on its way.
      this.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') this.close();
      });
      for (const sign of ['pointerenter', 'focus', 'touchstart']) {
        this.#button.addEventListener(sign, () => this.#mount(), { once: true, passive: true });
      }
      addEventListener('message', (event) => this.#hear(event));
    }

    open() {
      this.#mount();
      this.#setOpen(true);
    }

    /** @param {boolean} [keepFocus] */
    close(keepFocus) {
      if (!this.#isOpen) return;
      this.#setOpen(false);
      if (!keepFocus) this.#button.focus();
    }

    toggle() {
      if (this.#isOpen) this.close();
      else this.open();
    }

    /** @param {string} type @param {unknown} value */
    tell(type, value) {
      if (type === 'locale') {
        this.#locale = String(value);
        this.#draw();
      }
      if (type === 'theme') this.#theme = String(value);
      if (type === 'send' || type === 'prefill') this.#mount();
      if (this.#isReady) this.#post(type, value);
      else if (type !== 'locale' && type !== 'theme') this.#waiting.push({ type, value });
    }

    /** @param {string} name @param {(detail: unknown) => void} listener */
    on(name, listener) {
      this.#listeners.set(name, (this.#listeners.get(name) || new Set()).add(listener));
    }

    /** @param {string} name @param {(detail: unknown) => void} listener */
    off(name, listener) {
      this.#listeners.get(name)?.delete(listener);
    }

    /** @param {string} colour */
    paint(colour) {
      if (!/^#[0-9a-f]{6}$/i.test(colour)) return;
      this.#button.style.setProperty('--brand', colour);
      this.#button.style.setProperty('--ink', inkOn(colour));
    }

    #draw() {
      const words = WORDS[/** @type {keyof typeof WORDS} */ (base(this.#locale))] || WORDS.en;
      const isLeft = given.side ? given.side === 'left' : /^(ar|he|fa|ur)$/.test(base(this.#locale));
      this.setAttribute('side', isLeft ? 'start' : 'end');
      const name = this.#isOpen ? words[1] : words[0];
      this.#button.setAttribute('aria-label', this.#unread && !this.#isOpen ? `${name} (${this.#unread})` : name);
      this.#button.setAttribute('aria-expanded', String(this.#isOpen));
      this.#badge.textContent = this.#unread > 9 ? '9+' : String(this.#unread);
      this.#badge.hidden = !this.#unread || this.#isOpen;
      this.#button.replaceChildren(icon(this.#isOpen ? 'down' : 'chat'), this.#badge);
      if (this.#frame) this.#frame.title = this.#title || words[0];
    }

    #mount() {
      if (this.#frame) return;
      const frame = (this.#frame = document.createElement('iframe'));
      const address = new URL('panel', script.src);
      address.search = String(new URLSearchParams({
        site: given.site || '', host: location.origin, locale: this.#locale, theme: this.#theme,
      }));
      frame.src = address.href;
      frame.referrerPolicy = 'origin';
      frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox');
      this.#box.append(frame);
      this.#draw();
    }

    /** @param {boolean} isOpen */
    #setOpen(isOpen) {
      if (this.#isOpen === isOpen) return;
      this.#isOpen = isOpen;
      this.#box.classList.toggle('open', isOpen);
      if (isOpen) {
        this.#unread = 0;
        this.#frame?.focus();
      }
      this.#draw();
      if (this.#isReady) this.#post(isOpen ? 'open' : 'close', null);
      this.#emit(isOpen ? 'opened' : 'closed', null);
    }

    /** @param {string} type @param {unknown} value */
    #post(type, value) {
      this.#frame?.contentWindow?.postMessage({ salesgenix: type, value }, origin);
    }

    /** @param {MessageEvent} event */
    #hear(event) {
      if (event.origin !== origin || !this.#frame || event.source !== this.#frame.contentWindow) return;
      const type = event.data?.salesgenix;
      const value = event.data?.value;
      if (!FROM_PANEL.includes(type)) return;
      if (type === 'ready') {
        this.#isReady = true;
        this.#title = String(value?.title);
        this.paint(String(value?.colour));
        this.#draw();
        for (const { type: kind, value: what } of this.#waiting.splice(0)) this.#post(kind, what);
        if (this.#isOpen) {
          this.#frame.focus();
          this.#post('open', null);
        }
      } else if (type === 'close') {
        this.close();
        return;
      } else if (type === 'unread') {
        this.#unread = Number(value) || 0;
        this.#draw();
      }
      this.#emit(type, value);
    }

    /** @param {string} name @param {unknown} detail */
    #emit(name, detail) {
      for (const listener of this.#listeners.get(name) || []) {
        try {
          listener(detail);
        } catch (error) {
          reportError(error); // the page's own listener failed: that is the page's to see
        }
      }
    }
  }

  customElements.define('salesgenix-chat', Chat);
  const chat = /** @type {Chat} */ (document.createElement('salesgenix-chat'));
  const early = /** @type {any} */ (window).salesgenix?.q || [];
  /** @param {string} verb @param {any[]} values */
  const api = (verb, ...values) => {
    if (verb === 'open' || verb === 'toggle') chat[verb]();
    else if (verb === 'close') chat.close(true);
    else if (verb === 'show' || verb === 'hide') chat.hidden = verb === 'hide';
    else if (verb === 'on' || verb === 'off') chat[verb](String(values[0]), values[1]);
    else if (TO_PANEL.includes(verb)) chat.tell(verb, values[0]);
    else throw new TypeError(`salesgenix: there is no "${verb}"`);
  };
  /** @type {any} */ (window).salesgenix = api;
  const begin = () => {
    document.body.append(chat);
    for (const call of early) api(.../** @type {[string, ...any[]]} */ (Array.from(call)));
  };
  if (document.body) begin();
  else addEventListener('DOMContentLoaded', begin);
})();
