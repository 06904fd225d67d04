/**
 * Keeps what was typed when the language is switched: it waits in this tab's storage until the page is back.
 * Passwords and files are never kept. Without this module the page is kept, and its forms start anew.
 */

const KEY = "gridhall-typed";
const NEVER = new Set(["hidden", "password", "file", "submit", "button", "reset"]);

/** @returns {HTMLElement[]} the fields of the page's own forms, in their order */
function fields() {
  return [...document.querySelectorAll("main form :is(input, select, textarea)[name]")].filter(
    (field) => !NEVER.has(field.type) && !field.closest("form.languages"),
  );
}

/** @param {HTMLElement} field */
function stateOf(field) {
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked;
  }
  return field.type === "select-multiple" ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

/** @param {HTMLElement} field */
function restore(field, state) {
  if (field.type === "checkbox" || field.type === "radio") {
    field.checked = state;
  } else if (field.type === "select-multiple") {
    [...field.options].forEach((option) => {
      option.selected = state.includes(option.value);
    });
  } else {
    field.value = state;
  }
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {SubmitEvent} event */
function keep(event) {
  if (event.target.matches("form.languages")) {
    const typed = fields().map((field) => [field.name, field.value, stateOf(field)]);
    sessionStorage.setItem(KEY, JSON.stringify({ page: event.target.elements.next.value, typed }));
  }
}

function bringBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  if (kept?.page !== location.pathname + location.search) {
    return;
  }
  const now = fields();
  kept.typed.forEach(([name, value, state], place) => {
    const field = now[place];
    const isChoice = field?.type === "checkbox" || field?.type === "radio";
    if (field?.name === name && (!isChoice || field.value === value)) {
      restore(field, state);
    }
  });
}

document.addEventListener("submit", keep);
bringBack();
