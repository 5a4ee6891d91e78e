// A form that asks again as soon as another choice is made; its button is for browsers without scripts.

for (const form of document.querySelectorAll("form[data-send-on-change]")) {
  form.querySelector("button[type=submit]").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}
