// A form that asks again as soon as another choice is made; its button, which the styles hide, is for browsers without scripts.

for (const form of document.querySelectorAll("form[data-send-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
