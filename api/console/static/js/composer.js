// <sg-composer>: what is being written survives a reload and a refresh; Ctrl+Enter sends, with Shift it hands back too.

class Composer extends HTMLElement {
  connectedCallback() {
    const area = this.querySelector("textarea");
    if (!area) return;
    const key = `sg:${this.dataset.c}`;
    if (!area.value) area.value = sessionStorage.getItem(key) ?? "";
    let hasLeft = false; // Escape while it is being sent: the answer must not pull them back
    area.addEventListener("focus", () => { hasLeft = false; });
    area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hasLeft = true;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        const last = /** @type {HTMLButtonElement | null} */ (area.form?.querySelector('button[name="then"]'));
        area.form?.requestSubmit(event.shiftKey ? last : null);
      }
    });
    this.addEventListener("sg:sent", (event) => {
      if (event.target !== area.form) return;
      area.value = "";
      sessionStorage.removeItem(key);
      const id = /** @type {HTMLInputElement | null} */ (area.form?.elements.namedItem("client_id"));
      if (id) id.value = crypto.randomUUID();
      if (!hasLeft) area.focus();
    });
  }
}
customElements.define("sg-composer", Composer);
