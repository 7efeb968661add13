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

function release(form) {
  delete form.dataset[PENDING];
  for (const button of form.querySelectorAll("[aria-disabled='true']")) button.removeAttribute("aria-disabled");
}

// Back button: the page comes from the back-forward cache with its buttons still held.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-submit-pending]").forEach(release);
});
// A form that htmx has sent is free when its own answer is there; what other parts of the page ask for is not about it.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target instanceof HTMLFormElement) release(event.target);
});
