// The rows of working hours: added, cleared and taken away. The page itself is a plain form.

const form = document.getElementById("hours");

function changed() {
  form.dispatchEvent(new CustomEvent("hours-changed", { bubbles: true }));
}

function added(template, place) {
  const row = template.content.cloneNode(true).firstElementChild;
  place.append(row);
  row.querySelector("input:not([type=hidden])").focus();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.add !== undefined) {
    const day = button.closest(".weekday");
    added(day.querySelector("template"), day.querySelector(".windows"));
  } else if (button.dataset.addDate !== undefined) {
    const fieldset = button.closest("fieldset");
    added(fieldset.querySelector("template"), fieldset.querySelector(".dates"));
  } else if (button.dataset.clear !== undefined) {
    const row = button.closest(".window");
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if (next) row.remove();
    else for (const input of row.querySelectorAll("input[type=time]")) input.value = "";
    (next ?? row).querySelector("input:not([type=hidden])").focus();
    changed();
  } else if (button.dataset.remove !== undefined) {
    button.closest("fieldset").querySelector("[data-add-date]").focus();
    button.closest(".window").remove();
    changed();
  }
});
