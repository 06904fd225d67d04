/**
 * Asks before a form is sent: `<form data-confirm="Delete grid 3?">`, or the same attribute on its button.
 * Without this module the form is sent at once, so what cannot be undone has its own page as well.
 */

const dialog = document.getElementById("confirm");
const agreed = new WeakSet();

/** @param {SubmitEvent} event */
function ask(event) {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || agreed.delete(form)) {
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  dialog.querySelector("[data-confirm-question]").textContent = question;
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue === "yes") {
      agreed.add(form);
      form.requestSubmit(submitter);
    }
  };
  dialog.showModal();
}

if (dialog) {
  document.addEventListener("submit", ask, true);
}
