// Buttons that copy what stands beside them.

import { toast } from "./shell.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  toast(button.dataset.done);
});
