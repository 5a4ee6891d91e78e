// Keeps a list of conversations, or one of them, as it is now, without losing what somebody is reading.

const place = document.querySelector("[data-follow]");
const PAUSE_MS = 200;
let waiting;
let stream;
let isFirst = true;

async function look() {
  const open = [...place.querySelectorAll("details")].map((one) => one.open);
  const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 120;
  // Whoever is about to decide or to edit a suggestion is not interrupted.
  if (place.contains(document.activeElement) && document.activeElement.closest("form")) return;
  await window.htmx.ajax("GET", place.dataset.part, { target: place });
  place.querySelectorAll("details").forEach((one, number) => (one.open = open[number] ?? false));
  if (isAtEnd && place.id === "thread") scrollTo({ top: document.documentElement.scrollHeight });
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(look, PAUSE_MS);
}

function connect() {
  stream = new EventSource(place.dataset.follow);
  stream.addEventListener("changed", soon);
  stream.addEventListener("open", () => {
    document.documentElement.dataset.live = "yes";
    if (!isFirst) soon();
    isFirst = false;
  });
  stream.addEventListener("error", () => delete document.documentElement.dataset.live);
}

function disconnect() {
  stream?.close();
  stream = undefined;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) disconnect();
  else if (!stream) connect();
});
addEventListener("pagehide", disconnect);
if (!document.hidden) connect();

const words = document.getElementById("words");
words?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) words.form.requestSubmit();
});
if (place.id === "thread") scrollTo({ top: document.documentElement.scrollHeight });
