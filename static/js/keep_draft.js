// A session that ended in mid-form: what was typed comes back after the sign-in. Only for drafts (forms with
// data-autosave-url), only in the same tab, and forgotten on the next page that is not the sign-in.
// Without JavaScript the sign-in leads back to the form as it was last saved.

const KEY = "draft-on-its-way";
const SIGN_IN = "/accounts/";

function keep(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !isOwn(name));
  sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, fields }));
}

function isOwn(name) {
  return ["csrfmiddlewaretoken", "version", "form_key"].includes(name);
}

function restore(form, fields) {
  for (const element of form.elements) {
    if (!element.name || isOwn(element.name) || element.type === "hidden") continue;
    const values = fields.filter(([name]) => name === element.name).map(([, value]) => value);
    if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
    else if (element.multiple) for (const option of element.options) option.selected = values.includes(option.value);
    else if (values.length) element.value = values[0];
  }
  form.dispatchEvent(new Event("input", { bubbles: true })); // autosave takes it from here
}

document.addEventListener("submit", (event) => {
  if (event.target.dataset.autosaveUrl) keep(event.target);
});

const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
if (kept && location.pathname.startsWith(SIGN_IN)) {
  sessionStorage.setItem(KEY, JSON.stringify({ ...kept, interrupted: true }));
} else if (kept) {
  sessionStorage.removeItem(KEY);
  const form = document.querySelector("form[data-autosave-url]");
  if (form && kept.interrupted && kept.path === location.pathname) restore(form, kept.fields);
}
