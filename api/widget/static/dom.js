// Building elements, icons, colours and dates. Text only ever becomes a text node.

const SVG = 'http://www.w3.org/2000/svg';
/** Outlines by Lucide (ISC licence). */
const SHAPES = {
  send: ['M5 12h14', 'm12 5 7 7-7 7'],
  close: ['M18 6 6 18', 'm6 6 12 12'],
  person: ['M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2', 'M12 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8'],
  mail: ['M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2', 'm22 7-10 6L2 7'],
  check: ['M20 6 9 17l-5-5'],
  link: ['M15 3h6v6', 'M10 14 21 3', 'M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6'],
  page: ['M15 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V7Z', 'M14 2v6h6'],
  calendar: ['M8 2v4', 'M16 2v4', 'M5 4h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2', 'M3 10h18', 'm9 16 2 2 4-4'],
  alert: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18', 'M12 8v4', 'M12 16h.01'],
  down: ['M12 5v14', 'm19 12-7 7-7-7'],
  spark: ['M12 3l1.9 5.1L19 10l-5.1 1.9L12 17l-1.9-5.1L5 10l5.1-1.9Z', 'M19 15v4', 'M21 17h-4'],
};

/**
 * @param {string} tag  `name.class.class`
 * @param {Record<string, any>} [attributes]  `on…` are listeners; false and null leave one out
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child || child === '').map((child) => /** @type {Node} */ (child)));
  return element;
}

/** @param {keyof typeof SHAPES} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  for (const shape of SHAPES[name]) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', shape);
    svg.append(path);
  }
  return svg;
}

/** An address a prospect may be sent to, or none: `javascript:` and its kin are not. */
export function safeUrl(/** @type {unknown} */ address) {
  try {
    const url = new URL(String(address));
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

const MARKS = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])|\*\*([^*\n]+)\*\*/g;

/** Plain text with its web addresses as links and **strong** words as such. @param {string} text */
export function prose(text) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(MARKS)) {
    parts.push(text.slice(at, found.index));
    const [whole, address, strong] = found;
    const href = address && safeUrl(address);
    if (href) parts.push(h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, address));
    else parts.push(strong ? h('strong', {}, strong) : whole);
    at = found.index + whole.length;
  }
  parts.push(text.slice(at));
  return parts;
}

const LISTED = /^\s*(?:([-•*])|\d+[.)])\s+(.*)$/;

/**
 * A message as paragraphs and lists: lines that begin with a dash or a number belong to a list.
 * @param {string} text @param {Node} [caret] stands at its end
 */
export function blocks(text, caret) {
  /** @type {{tag: string, lines: string[]}[]} */
  const found = [];
  for (const line of text.split('\n')) {
    const item = LISTED.exec(line);
    const tag = item ? (item[1] ? 'ul' : 'ol') : 'p';
    const last = found.at(-1);
    if (!line.trim()) found.push({ tag: 'p', lines: [] });
    else if (last?.tag === tag && last.lines.length) last.lines.push(item ? item[2] : line);
    else found.push({ tag, lines: [item ? item[2] : line] });
  }
  const made = found.filter((block) => block.lines.length).map(({ tag, lines }) =>
    tag === 'p' ? h('p', {}, ...prose(lines.join('\n'))) : h(tag, { role: 'list' }, ...lines.map((line) => h('li', {}, ...prose(line)))));
  const end = made.at(-1);
  if (caret) (end?.lastElementChild?.tagName === 'LI' ? end.lastElementChild : end)?.append(caret);
  return made;
}

/** @param {string} text @param {Record<string, string | number>} values */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** @param {string} colour `#rrggbb` @returns {number[]} */
const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** @param {number[]} rgb */
const luminance = (rgb) => {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** WCAG 2 contrast of two colours. @param {number[]} one @param {number[]} other */
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** Moves a colour towards black or white until it reads on the ground. @param {number[]} colour @param {number[]} ground @param {number} least */
function readable(colour, ground, least) {
  const target = luminance(ground) > 0.18 ? 0 : 255;
  let found = colour;
  for (let step = 1; contrast(found, ground) < least && step <= 20; step += 1) {
    found = colour.map((part) => Math.round(part + ((target - part) * step) / 20));
  }
  return found;
}

/** Sets the brand's colours so that all text on and in them reads, in light and dark. @param {string} brand */
export function paint(brand) {
  const colour = channels(/^#[0-9a-f]{6}$/i.test(brand) ? brand : '#4f46e5');
  const white = [255, 255, 255];
  const black = [17, 18, 20];
  const isDarkInk = contrast(colour, black) > contrast(colour, white) && contrast(colour, white) < 4.5;
  const fillColour = isDarkInk ? colour : readable(colour, white, 4.5);
  const css = (/** @type {number[]} */ rgb) => `rgb(${rgb.join(' ')})`;
  const { style } = document.documentElement;
  style.setProperty('--brand', css(fillColour));
  style.setProperty('--on-brand', css(isDarkInk ? black : white));
  style.setProperty('--brand-text-light', css(readable(colour, [239, 239, 241], 4.6)));
  style.setProperty('--brand-text-dark', css(readable(colour, [33, 35, 41], 4.6)));
}
