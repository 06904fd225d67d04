/** A button that prints the page: `<button data-print hidden>`. Without this module the browser's menu prints it. */

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
