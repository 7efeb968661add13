// Saves a draft after a moment of quiet: <form data-autosave-url="…"> with a hidden field "version".
// The server answers JSON: 200 {version, message}; 409 {message, url}; 400 {message}. Texts of the browser's own
// making come from the data attributes of the status element, so that they are in the page's language.
// Without JavaScript the form's "Save draft" button does the same.

const QUIET_MS = 1500;

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.timer = null;
    this.busy = false;
    this.dirty = false;
    this.stopped = false;
    form.addEventListener("input", () => this.touch());
    form.addEventListener("change", () => this.touch());
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
  }

  touch() {
    if (this.stopped) return;
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), QUIET_MS);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  body() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  async flush() {
    if (this.busy || this.stopped || !this.dirty) return;
    clearTimeout(this.timer);
    this.busy = true;
    this.dirty = false;
    this.say(this.status?.dataset.saving);
    try {
      await this.send();
    } catch {
      this.failed(); // no network: what was typed stays in the form and is tried again
    }
    this.busy = false;
    if (this.dirty) this.touch();
  }

  async send() {
    const answer = await fetch(this.form.dataset.autosaveUrl, {
      method: "POST",
      body: this.body(),
      headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: true,
    });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      this.say(this.status?.dataset.signedOut);
      return;
    }
    const result = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    if (answer.ok) this.saved(result);
    else if (answer.status === 409) this.conflict(result);
    else if (result.message) this.say(result.message);
    else this.failed();
  }

  saved(result) {
    const version = this.form.elements.namedItem("version");
    if (version && result.version !== undefined) version.value = result.version;
    this.say(result.message ?? this.status?.dataset.saved);
  }

  conflict(result) {
    this.stop();
    this.say(result.message ?? this.status?.dataset.conflict);
    if (!result.url || !this.status) return;
    const link = document.createElement("a");
    link.href = result.url;
    link.textContent = this.status.dataset.conflictLink;
    this.status.append(" ", link);
  }

  failed() {
    this.say(this.status?.dataset.failed);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.touch(), 10 * QUIET_MS);
  }

  say(text) {
    if (this.status) this.status.textContent = text ?? "";
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
