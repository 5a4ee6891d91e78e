// Keeps a list of conversations, or one of them, as it is now, without losing what somebody is reading.

const place = document.querySelector("[data-follow]");
const PAUSE_MS = 200;
let waiting;
let stream;
let isFirst = true;

async function look() {
  const answer = await fetch(place.dataset.part, { headers: { "HX-Request": "true" } });
  if (answer.headers.has("HX-Redirect")) location.assign(answer.headers.get("HX-Redirect"));
  if (!answer.ok || answer.status === 204) return;
  const open = [...place.querySelectorAll("details")].map((one) => one.open);
  const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 120;
  const focused = place.contains(document.activeElement);
  if (focused && document.activeElement.closest("form")) return;
  place.innerHTML = await answer.text();
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
