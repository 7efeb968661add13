// The number of nights is asked for lodging only; without this script the field is always there.
const form = document.querySelector("[data-claim-line]");
const category = form?.querySelector("[name=category]");
const nights = form?.querySelector("[data-nights]");

function show() {
  nights.hidden = category.value !== "lodging" && category.value !== "";
}

if (category && nights) {
  category.addEventListener("change", show);
  show();
}
