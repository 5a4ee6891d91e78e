// Hears from the server when bookings have changed, while somebody looks; the page then asks what.

const PAUSE_MS = 300;
let stream;
let waiting;
let wasAway = false;

function changed() {
  clearTimeout(waiting);
  waiting = setTimeout(() => document.dispatchEvent(new CustomEvent("frontdesk:changed")), PAUSE_MS);
}

function connect() {
  stream = new EventSource("/app/events");
  stream.addEventListener("changed", changed);
  // What happened while nobody listened is not told: look once when listening begins again.
  stream.addEventListener("open", () => {
    document.documentElement.dataset.live = "yes";
    if (wasAway) changed();
    wasAway = false;
  });
  stream.addEventListener("error", () => {
    wasAway = true;
    delete document.documentElement.dataset.live;
  });
}

function disconnect() {
  stream?.close();
  stream = undefined;
  wasAway = true;
}

/** Begin to listen; a page that nobody sees does not. */
export function listen() {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) disconnect();
    else if (!stream) connect();
  });
  window.addEventListener("pagehide", disconnect);
  if (!document.hidden) connect();
}
