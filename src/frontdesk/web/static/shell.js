// What every page of the dashboard can do: say something in passing, open a dialog, tell that a request failed.

import "./preferences.js";

const TOAST_MS = 7000;
const sheet = document.getElementById("sheet");

/** Say something in passing. An error stays until it is dismissed. */
export function toast(words, kind = "good") {
  const made = document.getElementById("toast").content.cloneNode(true).firstElementChild;
  made.classList.add(kind);
  made.querySelector("p").textContent = words;
  made.querySelector("button").addEventListener("click", () => made.remove());
  document.getElementById("toasts").append(made);
  if (kind !== "bad") setTimeout(() => made.remove(), TOAST_MS);
}

/** Show what has been put into the dialog, which keeps the keyboard until it is closed. */
export function openSheet() {
  if (!sheet.open) sheet.showModal();
  const first = sheet.querySelector("[autofocus], h2[tabindex]");
  first?.focus();
}

export function closeSheet() {
  if (sheet.open) sheet.close();
}

/** Put a piece of a page into the dialog and show it. */
export async function loadSheet(address) {
  await window.htmx.ajax("GET", address, { target: "#sheet-content" });
}

sheet.addEventListener("click", (event) => {
  if (event.target === sheet || event.target.closest("[data-close]")) closeSheet();
});
sheet.addEventListener("close", () => document.getElementById("sheet-content").replaceChildren());

document.addEventListener("htmx:after:swap", () => {
  if (document.getElementById("sheet-content").childElementCount) openSheet();
});
// The server says what to do next in the header HX-Trigger.
document.addEventListener("frontdesk:toast", ({ detail }) => toast(detail.words, detail.kind));
document.addEventListener("frontdesk:close", closeSheet);
document.addEventListener("frontdesk:problem", ({ detail }) => {
  const place = sheet.open && sheet.querySelector(".sheet-problem");
  if (!place) return toast(detail.words, "bad");
  place.textContent = detail.words;
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
});
document.addEventListener("htmx:error", () => {
  toast(document.getElementById("lost").content.textContent.trim(), "bad");
});
