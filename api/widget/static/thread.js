// The conversation as a list: each event of the log becomes at most one entry, in order of `seq`.

import { blocks, fill, h, icon, safeUrl } from './dom.js';
import { clock, dayName, dayOf, habit, slotText, span, zoneName } from './times.js';

/**
 * @typedef {object} LogEvent
 * @property {number} seq
 * @property {string} kind
 * @property {string} actor
 * @property {string} at
 * @property {any} payload
 * @property {string} [client_id]
 *
 * @typedef {object} Hooks
 * @property {(text: string, slot: string) => void} choose
 * @property {(letter: import('./outbox.js').Letter) => void} retry
 */

export class Thread {
  /** @type {Map<string, HTMLElement>} own messages the log does not hold yet */ #pending = new Map();
  /** @type {Map<string, string>} */ #drafts = new Map();
  /** @type {Set<string>} */ #stale = new Set();
  #lastSeq = 0;
  #lastDay = '';
  #lastVoice = '';
  #member = '';
  #isRep = false;

  /**
   * @param {Record<string, string>} words
   * @param {{agent_name: string}} profile
   * @param {string} language
   * @param {Hooks} hooks
   */
  constructor(words, profile, language, hooks) {
    this.words = words;
    this.profile = profile;
    this.language = habit(language);
    this.hooks = hooks;
    this.list = h('ol.log', { role: 'list' });
    this.log = h('div', { role: 'log', 'aria-live': 'polite', 'aria-label': words.log }, this.list);
    this.draft = h('div.draft', { 'aria-hidden': 'true', hidden: true });
    this.status = h('p.sr', { role: 'status' });
  }

  get isEmpty() {
    return this.list.childElementCount === 0;
  }

  get isRep() {
    return this.#isRep;
  }

  get member() {
    return this.#member;
  }

  /** @param {LogEvent} event @returns {boolean} whether it was new */
  add(event) {
    if (event.seq <= this.#lastSeq) return false;
    this.#lastSeq = event.seq;
    const draw = DRAWN[event.kind];
    if (draw) draw.call(this, event);
    return true;
  }

  /** An own message before the server has it. @param {import('./outbox.js').Letter} letter */
  letter(letter) {
    let entry = this.#pending.get(letter.id);
    if (!entry) {
      if (letter.state === 'sent') return; // the log was faster
      entry = this.#bubble('me', letter.text, new Date());
      this.#pending.set(letter.id, entry);
      this.#place(entry, 'me', new Date(), true);
      if (letter.slot) this.#closeSlots(letter.slot);
    }
    entry.dataset.state = letter.state;
    entry.querySelector('.fate')?.remove();
    if (letter.state === 'sending') entry.append(h('p.fate', {}, this.words.sending));
    if (letter.state === 'failed') {
      const why = this.words[`why_${letter.why?.replace('.', '_')}`] ?? this.words.not_sent;
      const again = h('button.link', { type: 'button', onclick: () => this.hooks.retry(letter) }, this.words.retry);
      entry.append(h('p.fate', { role: 'alert' }, icon('alert'), why, ' ', again));
    }
  }

  /** @param {{turn: string, text: string}} piece */
  delta({ turn, text }) {
    if (this.#isRep || this.#stale.has(turn)) return; // a person has the word
    const whole = (this.#drafts.get(turn) ?? '') + text;
    this.#drafts.set(turn, whole);
    if (!whole.trim()) return;
    this.#showDraft(h('div.bubble.them', { dir: 'auto' }, ...blocks(whole, h('span.caret'))));
  }

  /** @param {boolean} isOn */
  typing(isOn) {
    if (!isOn) this.#endDraft();
    else if (this.draft.hidden) {
      this.#showDraft(h('div.bubble.them.dots', {}, h('i'), h('i'), h('i')));
      this.status.textContent = fill(this.words.typing, { agent: this.#voiceName() });
    }
  }

  /** After a break the rest of a draft would start in the middle: wait for the whole. */
  dropDrafts() {
    for (const turn of this.#drafts.keys()) this.#stale.add(turn);
    this.#drafts.clear();
    this.#endDraft();
  }

  /** @param {Node} content */
  #showDraft(content) {
    this.draft.replaceChildren(content);
    this.draft.hidden = false;
  }

  #endDraft() {
    this.draft.hidden = true;
    this.draft.replaceChildren();
    this.status.textContent = '';
  }

  #voiceName() {
    return this.#isRep && this.#member ? this.#member : this.profile.agent_name;
  }

  /** Puts an entry at the end, with the day and the speaker's name where they change. @param {HTMLElement} entry @param {string} voice @param {Date} at @param {boolean} [isOwn] */
  #place(entry, voice, at, isOwn = false) {
    const day = dayOf(at);
    if (day !== this.#lastDay) {
      this.list.append(h('li.day', {}, h('span', {}, dayName(at, this.language))));
      this.#lastDay = day;
      this.#lastVoice = '';
    }
    if (voice !== this.#lastVoice && voice !== 'line') entry.classList.add('first');
    this.#lastVoice = voice;
    const waiting = isOwn ? null : this.#firstWaiting();
    if (waiting) waiting.before(entry);
    else this.list.append(entry);
  }

  /** What is being sent stays below what has already happened. */
  #firstWaiting() {
    return [...this.#pending.values()].find((entry) => entry.dataset.state !== 'failed');
  }

  /** @param {'me' | 'them'} side @param {string} text @param {Date} at @param {string} [name] */
  #bubble(side, text, at, name) {
    const time = h('time', { datetime: at.toISOString() }, clock(at, this.language));
    const meta = h('p.meta', {}, h('span.name', {}, name ?? this.words.you), time);
    const content = side === 'me' ? [text] : blocks(text);
    return h(`li.${side}`, {}, meta, h(`div.bubble.${side}`, { dir: 'auto' }, ...content));
  }

  /** @param {LogEvent} event */
  message(event) {
    const at = new Date(event.at);
    const text = String(event.payload.text ?? '');
    if (event.actor === 'prospect') {
      if (event.payload.choice?.slot) this.#closeSlots(event.payload.choice.slot);
      const own = this.#pending.get(event.client_id ?? '');
      this.#pending.delete(event.client_id ?? '');
      if (own) this.#settle(own, text);
      else this.#place(this.#bubble('me', text, at), 'me', at);
      return;
    }
    if (event.payload.ai) return; // the disclosure stands above the thread, always
    if (event.actor === 'system') {
      this.#line(text, event);
      return;
    }
    const isRep = event.actor === 'rep';
    const member = event.payload.member ?? this.#member;
    const name = isRep
      ? fill(this.words.from_team, { name: member || this.words.team })
      : `${this.profile.agent_name} · ${this.words.ai}`;
    const entry = this.#bubble('them', text, at, name);
    if (isRep) entry.classList.add('rep');
    const sources = (event.payload.sources ?? []).map((/** @type {any} */ source) => this.#source(source));
    if (sources.length) entry.append(h('ul.sources', { 'aria-label': this.words.sources, role: 'list' }, ...sources));
    this.#drafts.clear();
    this.#endDraft();
    this.#place(entry, isRep ? `rep ${member}` : 'agent', at);
  }

  /** The log's own words win: a card number may have been masked. @param {HTMLElement} entry @param {string} text */
  #settle(entry, text) {
    entry.dataset.state = 'sent';
    entry.querySelector('.fate')?.remove();
    entry.querySelector('.bubble')?.replaceChildren(text);
  }

  /** @param {{title?: string, url?: string}} source */
  #source(source) {
    const href = safeUrl(source.url);
    const title = h('span', { dir: 'auto' }, source.title || source.url || '');
    const chip = href
      ? h('a.chip', { href, target: '_blank', rel: 'noopener noreferrer' }, icon('page'), title)
      : h('span.chip', {}, icon('page'), title);
    return h('li', {}, chip);
  }

  /** @param {LogEvent} event */
  proposal(event) {
    const { slots = [], zone } = event.payload;
    this.#closeSlots('');
    this.#dropList(slots.length);
    const days = new Map();
    for (const slot of slots) {
      const day = dayOf(new Date(slot.starts_at), zone);
      days.set(day, [...(days.get(day) ?? []), slot]);
    }
    const groups = [...days.values()].map((ofDay) =>
      h('div.slot-day', {}, h('p', {}, dayName(new Date(ofDay[0].starts_at), this.language, zone)),
        h('div.slot-row', {}, ...ofDay.map((/** @type {any} */ slot) => this.#slot(slot, zone)))));
    const zoneWords = fill(this.words.times_in, { zone: zoneName(zone, this.language, slots[0]?.starts_at) });
    const card = h('div.slots', { role: 'group', 'aria-label': this.words.choose_time }, ...groups, h('p.zone', {}, zoneWords));
    this.#place(h('li.card', {}, card), this.#lastVoice || 'line', new Date(event.at));
  }

  /** The times stand on the buttons: a list of the same in the message above would say them twice. @param {number} count */
  #dropList(count) {
    const lists = this.list.querySelectorAll(':scope > li:last-child > .bubble.them > ol');
    for (const list of lists) if (list.childElementCount === count) list.remove();
  }

  /** @param {any} slot @param {string} zone */
  #slot(slot, zone) {
    const at = new Date(slot.starts_at);
    const label = slotText(at, this.language, zone);
    const choose = () => this.hooks.choose(label, slot.id);
    const button = h('button.slot', { type: 'button', 'aria-label': label, onclick: choose }, clock(at, this.language, zone));
    button.dataset.slot = slot.id;
    return button;
  }

  /** Times offered before are no longer to be chosen; the chosen one stays marked. @param {string} chosen */
  #closeSlots(chosen) {
    for (const button of this.list.querySelectorAll('button.slot')) {
      if (button.dataset.slot === chosen && !button.disabled) {
        button.classList.add('chosen');
        button.setAttribute('aria-pressed', 'true');
        button.prepend(icon('check'));
      }
      button.disabled = true;
    }
  }

  /** @param {LogEvent} event */
  booking(event) {
    const { starts_at: start, ends_at: end, zone, member } = event.payload;
    const isOff = event.kind === 'booking.cancelled';
    this.#closeSlots('');
    const when = span(new Date(start), new Date(end), this.language, zone);
    const who = [member && fill(this.words.with_person, { name: member }), zoneName(zone, this.language, start)];
    const card = h(`div.booking${isOff ? '.off' : ''}`, {}, icon('calendar'),
      h('div', {}, h('p.what', {}, isOff ? this.words.cancelled : this.words.booked),
        h('p.when', {}, when), h('p.who', {}, who.filter(Boolean).join(' · '))));
    this.#place(h('li.card', {}, card), 'line', new Date(event.at));
  }

  /** @param {string} text @param {LogEvent} event */
  #line(text, event) {
    this.#place(h('li.line', {}, h('span', { dir: 'auto' }, text)), 'line', new Date(event.at));
  }

  /** @param {LogEvent} event */
  control(event) {
    const { control, member } = event.payload;
    this.#isRep = control === 'rep';
    this.#member = member ?? '';
    if (this.#isRep) this.dropDrafts();
    const text = this.#isRep ? this.words.joined : this.words.agent_back;
    this.#line(fill(text, { name: member || this.words.team, agent: this.profile.agent_name }), event);
  }

  /** @param {LogEvent} event */
  handoff(event) {
    this.#line(this.words.person_asked, event);
  }

  /** @param {LogEvent} event */
  suppressed(event) {
    this.#line(this.words.suppressed, event);
  }

  /** @param {LogEvent} event */
  request(event) {
    const due = event.payload.due_on;
    const day = due ? new Date(`${due}T12:00:00`) : null;
    const date = day ? day.toLocaleDateString(this.language, { dateStyle: 'long' }) : '';
    this.#line(fill(this.words.request_opened, { date }), event);
  }

  /** @param {LogEvent} event */
  state(event) {
    if (event.payload.state === 'closed') this.#line(this.words.closed, event);
  }
}

/** @type {Record<string, (this: Thread, event: LogEvent) => void>} */
const DRAWN = {
  message: Thread.prototype.message,
  'booking.proposed': Thread.prototype.proposal,
  'booking.confirmed': Thread.prototype.booking,
  'booking.cancelled': Thread.prototype.booking,
  'control.changed': Thread.prototype.control,
  'handoff.requested': Thread.prototype.handoff,
  'contact.suppressed': Thread.prototype.suppressed,
  'request.opened': Thread.prototype.request,
  'status.changed': Thread.prototype.state,
};
