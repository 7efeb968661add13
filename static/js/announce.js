// htmx replaces parts of a page silently. A part with data-announce says its text once, when the text changes.

const announcer = document.querySelector("[data-announcer]");
let last = "";

function announce(text) {
  if (!announcer || !text || text === last) return;
  last = text;
  announcer.textContent = text;
}

document.addEventListener("htmx:afterSwap", () => {
  announce(document.querySelector("[data-announce]")?.dataset.announce);
});
