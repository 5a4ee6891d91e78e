// Shows times in the visitor's own zone, and in another one as soon as it is chosen.
// It stands in the head and runs before anything is shown, so nothing jumps.

const known = document.currentScript?.hasAttribute("data-known") ?? true;
const here = new URL(window.location.href);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (!known && zone && !here.searchParams.has("zone")) {
  here.searchParams.set("zone", zone);
  window.location.replace(here);
}

document.addEventListener("change", ({ target }) => {
  if (target.id === "zone") target.form.requestSubmit();
});
