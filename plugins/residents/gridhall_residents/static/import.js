/**
 * Says at once that a file is too large, before it is sent for minutes and then refused.
 * Without this module the server says so.
 */

const MEGABYTE = 1_000_000;
const field = document.querySelector("input[type=file][data-most-mb]");

/** @param {string} text what is wrong; "": nothing */
function tell(text) {
  let note = document.getElementById("error-size");
  if (!note) {
    note = document.createElement("p");
    note.id = "error-size";
    note.className = "error";
    note.setAttribute("role", "alert");
    field.before(note);
  }
  note.textContent = text;
  note.hidden = !text;
  if (text) {
    field.setAttribute("aria-invalid", "true");
  } else {
    field.removeAttribute("aria-invalid");
  }
}

/** @returns {boolean} */
function isTooLarge() {
  return [...field.files].some((file) => file.size > Number(field.dataset.mostMb) * MEGABYTE);
}

if (field) {
  field.addEventListener("change", () => tell(isTooLarge() ? field.dataset.tooLarge : ""));
  field.form.addEventListener("submit", (event) => {
    if (isTooLarge()) {
      event.preventDefault();
      field.focus();
    }
  });
}
