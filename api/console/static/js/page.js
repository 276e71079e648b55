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
    const copy = document.importNode(here, true);
    there.replaceWith(copy);
    (copy.querySelector(".scroll") ?? copy).scrollTop = top;
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
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
    throw new Error(answer.status >= 500 && id ? `${words} Request ${id}` : words);
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
      swap(fresh, wanted.split(",").filter((selector) => !isSending(selector)).join(","));
      document.dispatchEvent(new CustomEvent("sg:swapped"));
    } catch (error) {
      toast(String(error instanceof Error ? error.message : error), true);
    }
  }, 60);
}
/** @type {Set<string>} */
const pending = new Set();

/** A part whose form is under way is left alone; it is asked for again when the form is done.
 * @param {string} selector */
function isSending(selector) {
  const busy = document.querySelector(selector.trim() || "_")?.querySelector("form[data-busy]");
  busy?.addEventListener("sg:done", () => refresh(selector), { once: true });
  return Boolean(busy);
}
