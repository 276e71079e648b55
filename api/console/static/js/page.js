// Fetching a page and putting parts of it in place of the same parts here.

/** @param {string} text @param {boolean} [wrong] */
export function toast(text, wrong = false) {
  const box = document.querySelector(".toasts");
  if (!box) return;
  const note = document.createElement("div");
  note.className = wrong ? "toast wrong" : "toast";
  note.textContent = text;
  box.append(note);
  setTimeout(() => note.remove(), wrong ? 8000 : 4000);
}

/** Keeps focus and scroll where they were: a list that changes must not move under the reader.
 * @param {Document} fresh @param {string} selectors */
export function swap(fresh, selectors) {
  for (const selector of selectors.split(",").filter((one) => one.trim())) {
    const there = document.querySelector(selector.trim());
    const here = fresh.querySelector(selector.trim());
    if (!there || !here) continue;
    const held = there.contains(document.activeElement) ? document.activeElement?.id : "";
    const scrolled = there.querySelector(".scroll") ?? there;
    const top = scrolled.scrollTop;
    const copy = /** @type {Element} */ (document.importNode(here, true));
    keepNewer(there, copy);
    there.replaceWith(copy);
    (copy.querySelector(".scroll") ?? copy).scrollTop = top;
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
  }
}

/** A log that went on while the page was on its way stays: what came meanwhile is in no answer.
 * @param {Element} there @param {Element} copy */
function keepNewer(there, copy) {
  const log = /** @type {HTMLElement | null} */ (there.querySelector("sg-thread"));
  const fresh = /** @type {HTMLElement | null} */ (copy.querySelector("sg-thread"));
  if (!log || !fresh || log.dataset.c !== fresh.dataset.c) return;
  if (Number(log.dataset.seq) > Number(fresh.dataset.seq)) fresh.replaceWith(log);
}

/** What the server answered instead: a sentence, and the page itself where it keeps what was typed. */
export class Problem extends Error {
  /** @param {string} words @param {Document | null} page */
  constructor(words, page) {
    super(words);
    this.page = page;
  }
}

/** The page as a document. A problem page becomes an error that carries its sentence.
 * @param {string} url @param {RequestInit} [options] */
export async function load(url, options = {}) {
  let answer;
  const slow = setTimeout(() => { document.documentElement.dataset.loading = ""; }, 150);
  try {
    answer = await fetch(url, { credentials: "same-origin", ...options });
  } catch {
    throw new Error("No connection. Nothing was sent.");
  } finally {
    clearTimeout(slow);
    delete document.documentElement.dataset.loading;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.redirected && new URL(answer.url).pathname === "/console/sign-in") {
    location.assign("/console/sign-in");
  }
  if (!answer.ok) {
    const said = fresh.querySelector("[data-problem]")?.textContent?.trim();
    const id = answer.headers.get("x-request-id");
    const words = said || `The server answered ${answer.status}.`;
    const kept = fresh.querySelector("#live-part") ? fresh : null;
    throw new Problem(answer.status >= 500 && id ? `${words} Request ${id}` : words, kept);
  }
  return fresh;
}

let refreshing = 0;
/** Asks for this same page again, at most every 150 ms, and swaps the parts. @param {string} selectors */
export function refresh(selectors) {
  clearTimeout(refreshing);
  pending.add(selectors);
  refreshing = setTimeout(async () => {
    const wanted = [...pending].join(",");
    pending.clear();
    try {
      const fresh = await load(location.href);
      const parts = wanted.split(",").filter((selector) => !isSending(selector)).join(",");
      const restore = held(parts);
      swap(fresh, parts);
      restore();
      document.dispatchEvent(new CustomEvent("sg:swapped"));
    } catch (error) {
      toast(String(error instanceof Error ? error.message : error), true);
    }
  }, 60);
}
/** @type {Set<string>} */
const pending = new Set();

/** What was opened, chosen or begun in parts that come anew by themselves; puts it back afterwards.
 * @param {string} selectors */
function held(selectors) {
  /** @type {((there: HTMLElement) => void)[]} */
  const again = [];
  /** @type {string[]} */
  const ids = [];
  let isTyped = false;
  /** @param {Element} one @param {(there: any) => void} put */
  const keep = (one, put) => { ids.push(one.id); again.push(put); };
  for (const part of document.querySelectorAll(selectors)) {
    for (const one of part.querySelectorAll("[data-at][id]")) keep(one, (there) => { there.dataset.at = ""; });
    for (const one of part.querySelectorAll("details[open][id]")) keep(one, (there) => { there.open = true; });
    for (const one of part.querySelectorAll("input[id], textarea[id], select[id]")) {
      const field = /** @type {HTMLInputElement} */ (one);
      if (field.type === "checkbox" && field.checked !== field.defaultChecked) keep(one, (there) => { there.checked = field.checked; });
      else if (field.matches("input:not([type=checkbox], [type=radio]), textarea") && field.value !== field.defaultValue) {
        isTyped = true;
        keep(one, (there) => { there.value = field.value; });
      }
    }
  }
  const focused = document.activeElement?.id ?? "";
  return () => {
    let isLost = false;
    ids.forEach((id, at) => {
      const there = document.getElementById(id);
      if (there) again[at](there);
      else isLost = isTyped;
    });
    if (isLost) toast("Somebody else has decided this one.", true);
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };
}

/** A part whose form is under way is left alone; it is asked for again when the form is done.
 * @param {string} selector */
function isSending(selector) {
  const busy = document.querySelector(selector.trim() || "_")?.querySelector("form[data-busy]");
  busy?.addEventListener("sg:done", () => refresh(selector), { once: true });
  return Boolean(busy);
}
