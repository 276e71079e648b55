// The chat itself: header, thread, composer, and the wires between them, the server and the page.

import { fill, h, icon, paint } from './dom.js';
import { Outbox } from './outbox.js';
import { Refused, Session } from './session.js';
import { EventStream } from './sse.js';
import { Thread } from './thread.js';

const MOST_CHARACTERS = 8_000;
const FROM_PAGE = ['open', 'close', 'prefill', 'send', 'locale', 'theme', 'consent', 'reset'];
const DOTS_MS = 15_000;

/** @type {import('./session.js').Boot} */
const boot = JSON.parse(document.getElementById('boot')?.textContent ?? '{}');
const words = boot.strings;
const { profile } = boot;
const session = new Session(boot);
/** @type {EventStream | null} */
let stream = null;
let isShown = window.parent === window;
let unread = 0;
let mayChat = true;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let dotsTimer;

const thread = new Thread(words, profile, boot.language, {
  choose: (text, slot) => say(text, slot),
  retry: (letter) => outbox.retry(letter),
});
const outbox = new Outbox(session, (letter) => {
  thread.letter(letter);
  if (letter.state === 'sent') {
    stream?.hurry();
    if (!thread.isRep) expectAnswer();
  }
  refresh();
  toEnd();
});

const page = {
  /** @param {string} type @param {unknown} [value] */
  tell(type, value = null) {
    if (boot.host && window.parent !== window) {
      window.parent.postMessage({ salesgenix: type, value }, boot.host);
    }
  },
};

// --- what is on the screen -------------------------------------------------------------------------

const initial = [...profile.company.trim()][0]?.toLocaleUpperCase() ?? '';
const voice = h('p.voice', {}, h('span.dot'), h('span', {}, words.status_ai));
const closeButton = h('button.round', { type: 'button', 'aria-label': words.close, onclick: () => page.tell('close') }, icon('close'));
const header = h('header', {},
  h('span.avatar', { 'aria-hidden': 'true' }, initial),
  h('div.title', {}, h('h1', { dir: 'auto' }, profile.company), voice),
  window.parent === window ? null : closeButton);

const disclosure = h('p.disclosure', {}, h('span', { dir: 'auto' }, profile.disclosure), ' ',
  profile.privacy_url && h('a', { href: profile.privacy_url, target: '_blank', rel: 'noopener noreferrer' }, words.privacy));
const starters = h('div.starters', {}, ...['start_price', 'start_how', 'start_meet'].map((name) =>
  h('button.starter', { type: 'button', onclick: () => say(words[name]) }, words[name])));
const welcome = h('section.welcome', { 'aria-labelledby': 'hello' }, h('span.avatar.big', { 'aria-hidden': 'true' }, icon('spark')),
  h('h2', { id: 'hello' }, fill(words.hello, { company: profile.company })),
  h('p', {}, fill(words.hello_more, { agent: profile.agent_name })), starters);
const newer = h('button.newer', { type: 'button', hidden: true, onclick: () => toEnd(true) }, icon('down'), words.newer);
const main = h('main', { tabindex: '-1' }, disclosure, welcome, thread.log, thread.draft);

const banner = h('p.banner', { role: 'status', hidden: true });
const input = h('textarea', { rows: '1', 'aria-label': words.write, placeholder: words.write, enterkeyhint: 'send', dir: 'auto' });
const sendButton = h('button.send', { type: 'submit', 'aria-label': words.send, disabled: true }, icon('send'));
const count = h('p.count', { 'aria-live': 'polite', hidden: true });
const composer = h('form.composer', { onsubmit: submit, novalidate: true }, input, sendButton);
const personButton = h('button.quiet', { type: 'button', onclick: askForPerson }, icon('person'), h('span', {}, words.person));
const mailButton = h('button.quiet', { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'mail', onclick: () => showMail() }, icon('mail'), h('span', {}, words.mail_me));
const address = h('input', { type: 'email', autocomplete: 'email', placeholder: words.address, 'aria-label': words.address, required: true, maxlength: '254' });
const mailForm = h('form.mail', { id: 'mail', hidden: true, onsubmit: askForTranscript, novalidate: true },
  h('p', {}, words.mail_hint), h('div.row', {}, address, h('button.plain', { type: 'submit' }, words.send),
    h('button.round', { type: 'button', 'aria-label': words.cancel, onclick: () => showMail(false) }, icon('close'))));
const footer = h('footer', {}, banner, mailForm, composer, count, h('div.quick', {}, personButton, mailButton));
document.body.append(header, main, newer, footer, thread.status);
paint(profile.brand_colour);

// --- speaking ---------------------------------------------------------------------------------------

/** @param {string} text @param {string} [slot] */
function say(text, slot) {
  const trimmed = text.trim();
  if (!trimmed || trimmed.length > MOST_CHARACTERS || !mayChat) return;
  outbox.add(trimmed, slot);
  toEnd(true);
  input.focus();
}

/** @param {SubmitEvent} event */
function submit(event) {
  event.preventDefault();
  if (sendButton.disabled) return;
  const text = input.value;
  input.value = '';
  fit();
  say(text);
}

/** The box grows with its text; the button and the counter follow. */
function fit() {
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight}px`;
  const length = input.value.trim().length;
  sendButton.disabled = length === 0 || length > MOST_CHARACTERS || !mayChat;
  count.hidden = length < MOST_CHARACTERS - 500;
  count.textContent = `${length.toLocaleString(boot.language)} / ${MOST_CHARACTERS.toLocaleString(boot.language)}`;
  count.classList.toggle('over', length > MOST_CHARACTERS);
}

/** @param {boolean} isAsked */
function personAsked(isAsked) {
  if (isAsked) personButton.setAttribute('aria-disabled', 'true');
  else personButton.removeAttribute('aria-disabled');
  personButton.replaceChildren(icon(isAsked ? 'check' : 'person'), h('span', {}, isAsked ? words.person_called : words.person));
}

async function askForPerson() {
  if (personButton.getAttribute('aria-disabled')) return;
  personAsked(true);
  try {
    const { state } = await session.post('person', {});
    if (state === 'waiting') tell(words.person_asked, 'info');
  } catch {
    personAsked(false);
    tell(words.not_now, 'problem');
  }
}

/** @param {boolean} [isOn] */
function showMail(isOn = mailForm.hidden) {
  mailForm.hidden = !isOn;
  mailButton.setAttribute('aria-expanded', String(isOn));
  (isOn ? address : mailButton).focus();
}

/** @param {SubmitEvent} event */
async function askForTranscript(event) {
  event.preventDefault();
  if (!address.checkValidity()) {
    address.setAttribute('aria-invalid', 'true');
    address.focus();
    return;
  }
  address.removeAttribute('aria-invalid');
  if (thread.isEmpty) {
    tell(words.nothing_yet, 'info');
    return;
  }
  try {
    const { state } = await session.post('transcript', { email: address.value.trim() });
    showMail(false);
    if (state === 'refused') tell(words.mail_refused, 'problem');
    else tell(state === 'waiting' ? words.mail_waiting : words.mail_sent, 'info');
  } catch (error) {
    tell(error instanceof Refused && error.status === 422 ? words.bad_address : words.not_now, 'problem');
  }
}

// --- hearing ----------------------------------------------------------------------------------------

function listen() {
  stream?.close();
  let wasOpen = false;
  stream = new EventStream({
    url: '/w/v1/events',
    headers: () => session.headers(),
    lastId: stream?.lastId,
    onEvent: ({ kind, data, id }) => (id ? hear(data) : overhear(kind, data)),
    onState: (state) => {
      if (state === 'open') wasOpen = true;
      if (state === 'waiting' && wasOpen) thread.dropDrafts();
      if (state === 'ended') endSession();
      connection(state);
    },
  });
}

/** @param {import('./thread.js').LogEvent} event */
function hear(event) {
  if (!thread.add(event)) return;
  const isOurs = event.actor === 'prospect';
  if (event.kind === 'message' && !isOurs) {
    clearTimeout(dotsTimer);
    page.tell('message', { seq: event.seq, actor: event.actor });
    if (!isShown || document.hidden) page.tell('unread', (unread += 1));
  }
  if (event.kind === 'booking.confirmed') page.tell('booked', { starts_at: event.payload.starts_at });
  if (event.kind === 'handoff.requested') page.tell('handoff');
  if (event.kind === 'handoff.requested' || event.kind === 'control.changed') {
    personAsked(event.kind === 'handoff.requested' || event.payload.control === 'rep');
  }
  refresh();
  toEnd();
}

/** @param {string} kind @param {any} data */
function overhear(kind, data) {
  if (kind === 'delta') thread.delta(data);
  if (kind === 'typing' && data.actor !== 'prospect') thread.typing(data.on);
  toEnd();
}

function expectAnswer() {
  thread.typing(true);
  clearTimeout(dotsTimer);
  dotsTimer = setTimeout(() => thread.typing(false), DOTS_MS);
}

function endSession() {
  session.forget();
  tell(words.ended, 'problem');
  page.tell('error', { code: 'session.ended' });
}

session.onOpen = listen;

// --- keeping the screen true ------------------------------------------------------------------------

function refresh() {
  welcome.hidden = !thread.isEmpty;
  const name = thread.member || words.team;
  voice.lastElementChild.textContent = thread.isRep ? fill(words.status_rep, { name }) : words.status_ai;
}

function isAtEnd() {
  return main.scrollHeight - main.scrollTop - main.clientHeight < 80;
}

let wasAtEnd = true;
main.addEventListener('scroll', () => {
  wasAtEnd = isAtEnd();
  if (wasAtEnd) newer.hidden = true;
}, { passive: true });

/** Follows the conversation unless the reader has gone back in it. @param {boolean} [isForced] */
function toEnd(isForced = false) {
  if (isForced || wasAtEnd) {
    main.scrollTop = main.scrollHeight;
    wasAtEnd = true;
  } else newer.hidden = false;
}
new ResizeObserver(() => toEnd()).observe(main);

/** @type {ReturnType<typeof setTimeout> | undefined} */
let bannerTimer;
/** @param {string} text @param {'info' | 'problem' | 'lasting'} kind */
function tell(text, kind) {
  clearTimeout(bannerTimer);
  banner.textContent = text;
  banner.dataset.kind = kind;
  banner.hidden = !text;
  if (kind !== 'lasting') bannerTimer = setTimeout(() => connection(), 8_000);
}

let lineState = 'open';
let failures = 0;
/** @param {string} [state] */
function connection(state = lineState) {
  if (state === 'waiting' && lineState !== 'waiting') failures += 1;
  if (state === 'open') failures = 0;
  lineState = state;
  if (!navigator.onLine) tell(words.offline, 'lasting');
  else if (failures > 2) tell(words.reconnecting, 'lasting');
  else tell('', 'lasting');
}

function shown() {
  isShown = true;
  unread = 0;
  page.tell('unread', 0);
  if (matchMedia('(hover: hover)').matches || thread.isEmpty) input.focus();
  toEnd(true);
}

async function reset() {
  stream?.close();
  stream = null;
  outbox.clear();
  await session.ensure(true).catch(() => {});
  location.reload();
}

/** @param {string} type @param {any} value */
function obey(type, value) {
  if (type === 'open') shown();
  if (type === 'close') isShown = false;
  if (type === 'prefill') {
    input.value = String(value ?? '').slice(0, MOST_CHARACTERS);
    fit();
  }
  if (type === 'send') say(String(value ?? '').slice(0, MOST_CHARACTERS));
  if (type === 'theme') document.documentElement.dataset.theme = ['light', 'dark'].includes(value) ? value : 'auto';
  if (type === 'locale') {
    const address = new URL(location.href);
    address.searchParams.set('locale', String(value));
    location.replace(address);
  }
  if (type === 'consent') {
    mayChat = value !== false;
    if (!mayChat) stream?.close();
    else if (session.isOpen) listen();
    input.disabled = !mayChat;
    tell(mayChat ? '' : words.no_consent, 'lasting');
    page.tell('consent', mayChat);
    fit();
  }
  if (type === 'reset') void reset();
}

addEventListener('message', (event) => {
  if (event.source !== window.parent || event.origin !== boot.host) return;
  if (FROM_PAGE.includes(event.data?.salesgenix)) obey(event.data.salesgenix, event.data.value);
});
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.isComposing) return;
  if (!mailForm.hidden) showMail(false);
  else page.tell('close');
});
input.addEventListener('input', fit);
input.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});
for (const sign of ['online', 'offline']) addEventListener(sign, () => connection());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && isShown) page.tell('unread', (unread = 0));
});
obey('theme', new URLSearchParams(location.search).get('theme'));
refresh();
if (!navigator.onLine) connection();
if (boot.has_session) session.ensure().catch(() => connection('waiting'));
page.tell('ready', { colour: profile.brand_colour, title: profile.company });
