// The talk with a draft of the assistant: Enter sends, the latest words stay in sight, and one can start over.

const form = document.getElementById("trial");
const said = document.getElementById("trial-said");
const words = document.getElementById("trial-words");
const send = form.querySelector("[type=submit]");
let answers = 0;

words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (!send.disabled) form.requestSubmit();
});

form.addEventListener("submit", () => {
  for (const problem of said.querySelectorAll(".trial-problem")) problem.remove();
});

document.addEventListener("htmx:after:swap", () => {
  const now = said.querySelectorAll("[name=said]").length;
  if (now > answers) words.value = "";
  answers = now;
  said.lastElementChild?.scrollIntoView({ block: "nearest" });
  words.focus({ preventScroll: true });
});

form.querySelector("[data-start-over]").addEventListener("click", () => {
  said.replaceChildren();
  answers = 0;
  words.value = "";
  words.focus();
});
