// A second press of a submit button does nothing while the first is on its way.
// The server refuses doubles anyway (form key); this only spares the person the wait and the doubt.

const PENDING = "submitPending";

function isGuarded(form) {
  return form.method.toLowerCase() === "post" && !("allowRepeat" in form.dataset);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!isGuarded(form) || event.defaultPrevented) return;
  if (PENDING in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset[PENDING] = "";
  event.submitter?.setAttribute("aria-disabled", "true");
});

function release() {
  for (const form of document.querySelectorAll("form[data-submit-pending]")) {
    delete form.dataset[PENDING];
    for (const button of form.querySelectorAll("[aria-disabled='true']")) button.removeAttribute("aria-disabled");
  }
}

// Back button: the page comes from the back-forward cache with its buttons still held.
window.addEventListener("pageshow", release);
document.addEventListener("htmx:afterRequest", release);
