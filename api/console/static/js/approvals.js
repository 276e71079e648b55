// Approvals: a card says that its decision is on its way, or that it failed; what is selected is counted.

/** @param {Event} event */
function card(event) {
  return /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".approval"));
}

/** @param {HTMLElement} on @param {string} state */
function show(on, state) {
  if (state) on.dataset.state = state;
  else delete on.dataset.state;
  for (const name of ["sending", "failed"]) {
    const line = /** @type {HTMLElement | null} */ (on.querySelector(`[data-${name}]`));
    if (line) line.hidden = name !== state;
  }
}

document.addEventListener("sg:sending", (event) => {
  const on = card(event);
  if (on) show(on, "sending");
});
document.addEventListener("sg:failed", (event) => {
  const on = card(event);
  if (!on) return;
  const form = /** @type {HTMLFormElement} */ (event.target);
  show(on, "failed");
  const again = /** @type {HTMLButtonElement | null} */ (on.querySelector("[data-retry]"));
  if (!again) return;
  again.onclick = () => { show(on, ""); form.requestSubmit(); };
  again.focus();
});

function count() {
  const chosen = document.querySelectorAll(".pick input:checked").length;
  const actions = document.querySelector(".only-chosen");
  actions?.toggleAttribute("data-some", chosen > 0);
  const told = actions?.querySelector("[data-chosen]");
  if (told) told.textContent = `${chosen} selected`;
}
document.documentElement.classList.add("live");
document.addEventListener("change", count);
document.addEventListener("sg:swapped", count);
addEventListener("pageshow", count);
count();
