// Forms with data-swap are sent without leaving the page; a second press while one is under way is nothing.
import { load, Problem, swap, toast } from "./page.js";

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.dataset.swap === undefined) return;
  event.preventDefault();
  if (form.dataset.busy !== undefined) return;
  form.dataset.busy = "";
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  const fields = new FormData(form, button);
  if (button) button.dataset.busy = "";
  form.dispatchEvent(new CustomEvent("sg:sending", { bubbles: true }));
  try {
    const body = new URLSearchParams(/** @type {any} */ (fields));
    const fresh = await load(form.action, { method: "POST", body });
    form.dispatchEvent(new CustomEvent("sg:sent", { bubbles: true }));
    const outcome = fresh.querySelector("[data-outcome]");
    const said = outcome?.textContent?.trim() || form.dataset.said;
    if (said) toast(said, outcome?.hasAttribute("data-problem"));
    outcome?.remove();
    swap(fresh, button?.dataset.swap ?? form.dataset.swap);
    document.dispatchEvent(new CustomEvent("sg:swapped"));
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error), true);
    if (form.dataset.onWrong) {
      const page = error instanceof Problem ? error.page : null;
      const again = page ?? await load(location.href).catch(() => null);
      if (again) {
        swap(again, form.dataset.onWrong);
        document.dispatchEvent(new CustomEvent("sg:swapped"));
        /** @type {HTMLElement | null} */ (document.querySelector("details[open] [aria-invalid]"))?.focus();
      } else form.dispatchEvent(new CustomEvent("sg:failed", { bubbles: true }));
    }
  } finally {
    delete form.dataset.busy;
    form.dispatchEvent(new CustomEvent("sg:done"));
    if (button) delete button.dataset.busy;
  }
});

// One popover at a time, closed by Escape or a click elsewhere.
document.addEventListener("click", (event) => {
  const inside = /** @type {Element} */ (event.target).closest("details.pop");
  for (const open of document.querySelectorAll("details.pop[open]")) {
    if (open !== inside) open.removeAttribute("open");
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.pop[open]");
  if (!open) return;
  event.stopImmediatePropagation();
  open.removeAttribute("open");
  open.querySelector("summary")?.focus();
});
// A popover near the lower edge opens upwards.
document.addEventListener("toggle", (event) => {
  const pop = /** @type {HTMLElement} */ (event.target);
  if (!pop.matches?.("details.pop[open]")) return;
  const room = (pop.closest(".scroll") ?? document.documentElement).getBoundingClientRect().bottom;
  const body = pop.querySelector(".pop-body")?.getBoundingClientRect();
  pop.classList.toggle("up", Boolean(body && pop.getBoundingClientRect().bottom + body.height > room));
}, true);
