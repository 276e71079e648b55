// The palette: Ctrl or Cmd with K. Pages, actions, and the conversations in the list.

const palette = /** @type {HTMLDialogElement | null} */ (document.getElementById("palette"));
const field = /** @type {HTMLInputElement | null} */ (palette?.querySelector("input"));
const list = palette?.querySelector(".palette-list");

function options() {
  return /** @type {HTMLElement[]} */ ([...(list?.querySelectorAll("[role=option]") ?? [])]).filter((one) => !one.hidden);
}

/** @param {number} at */
function choose(at) {
  const shown = options();
  for (const one of list?.querySelectorAll("[role=option]") ?? []) one.setAttribute("aria-selected", "false");
  const one = shown[Math.max(0, Math.min(shown.length - 1, at))];
  one?.setAttribute("aria-selected", "true");
  one?.scrollIntoView({ block: "nearest" });
  if (one) field?.setAttribute("aria-activedescendant", one.id);
  else field?.removeAttribute("aria-activedescendant");
}

function gather() {
  for (const old of list?.querySelectorAll("[data-found]") ?? []) old.remove();
  for (const row of document.querySelectorAll("a.thread-row")) {
    const one = document.createElement("a");
    one.href = /** @type {HTMLAnchorElement} */ (row).href;
    one.id = `palette-${row.id}`;
    one.setAttribute("role", "option");
    one.tabIndex = -1;
    one.dataset.found = "";
    one.textContent = row.querySelector(".name")?.textContent ?? "";
    list?.append(one);
  }
}

function filter() {
  const words = field?.value.trim().toLowerCase() ?? "";
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (list?.querySelectorAll("[role=option]") ?? [])) {
    one.hidden = !(one.textContent ?? "").toLowerCase().includes(words);
  }
  choose(0);
}

function open() {
  if (!palette || !field) return;
  gather();
  field.value = "";
  filter();
  palette.showModal();
  field.focus();
}

if (palette && field) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (palette.open) palette.close();
    else open();
  });
  document.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-palette]")) open();
  });
  field.addEventListener("input", filter);
  field.addEventListener("keydown", (event) => {
    const at = options().findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") { event.preventDefault(); choose(at + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(at - 1); }
    if (event.key === "Enter") { event.preventDefault(); options()[at]?.click(); palette.close(); }
  });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
}
