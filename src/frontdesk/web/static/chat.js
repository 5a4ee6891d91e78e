// The chat page: sends what the visitor writes and has what comes back shown. No message is lost or sent twice.

import { DeskApi, Interrupted, Refused } from "./desk-api.js";
import {
  addSaid, addTrouble, addWaiting, retireOffers, sayAloud, showBusy, showCard, showNotice, showOffers,
  showProgress, showStatus, showWords,
} from "./view.js";
import { offersOf, progressOf, spokenZone } from "./words.js";

const POLL_MS = 2000;
const REPLY_POLLS = 20;
const CONFIRMATION_POLLS = 60;

const { widgetKey, business } = document.body.dataset;
const form = document.getElementById("form");
const words = document.getElementById("words");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const api = new DeskApi(widgetKey);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let isBusy = false;
let delivered = 0; // how many of the visitor's messages the server is known to have
let retryFailed = null; // tries again to send the one message that did not get through

function setBusy(value) {
  isBusy = value;
  showBusy(value);
}

// --- sending

function send(text) {
  if (isBusy || retryFailed) return;
  retireOffers();
  deliver(text, addSaid("lead", text), { isRetry: false });
}

async function deliver(text, mine, { isRetry }) {
  setBusy(true);
  retryFailed = null;
  const waiting = addWaiting();
  try {
    if (!(isRetry && (await hasArrived(waiting)))) await talk(text, waiting);
    showNotice(null);
  } catch (error) {
    await recover(error, { text, mine, waiting });
  }
  setBusy(false);
}

async function talk(text, said) {
  if (!api.hasSession) await api.start(zone);
  let reply = "";
  for await (const { name, value } of inSession(text)) {
    if (name === "tool") showProgress(said, progressOf(value));
    if (name === "delta") showWords(said, (reply += value.text));
    if (name === "done") {
      delivered += 1;
      finish(said, value);
    }
  }
}

/** Send; when the session has ended meanwhile, begin another one and send in that. */
async function* inSession(text) {
  try {
    yield* api.send(text);
  } catch (error) {
    if (error.status !== 401) throw error;
    api.forget();
    delivered = 0;
    await api.start(zone);
    yield* api.send(text);
  }
}

function finish(said, answer) {
  showWords(said, answer.reply);
  if (answer.booking) addCard(said, answer.booking);
  const offers = offersOf(answer);
  showOffers(said, offers, send);
  api.extras = { offers, after: delivered };
  sayAloud(`${business} says: ${answer.reply}`);
}

function addCard(said, booking) {
  const card = showCard(said, booking, business);
  if (booking.status === "pending") awaitConfirmation(card, booking.id);
}

/** A booking that the calendar has not answered for yet: look again until it has. */
async function awaitConfirmation(card, bookingId) {
  for (let i = 0; i < CONFIRMATION_POLLS && card.isConnected; i += 1) {
    await pause(POLL_MS);
    const messages = await api.messages().catch(() => []);
    const now = messages.map(({ booking }) => booking).findLast((booking) => booking?.id === bookingId);
    if (now && now.status !== "pending") {
      sayAloud(`Your booking: ${showStatus(card, now.status)}`);
      return;
    }
  }
}

// --- when something went wrong

/** An answer broke off or never began: find out what the server has before anything is sent again. */
async function recover(error, { text, mine, waiting }) {
  const isRefusal = error instanceof Refused;
  if (error instanceof Interrupted && (await hasArrived(waiting).catch(() => false))) return;
  waiting.remove();
  retryFailed = () => {
    trouble.remove();
    deliver(text, mine, { isRetry: api.hasSession });
  };
  const trouble = addTrouble(mine, isRefusal ? error.message : "Not sent yet.", () => retryFailed?.());
  const why = navigator.onLine ? "The connection broke off." : "You are offline.";
  showNotice(isRefusal ? null : `${why} Your message is kept here.`);
}

/** Say whether the server has the message already, and if so wait for its answer and show it. */
async function hasArrived(waiting) {
  for (let i = 0; i < REPLY_POLLS; i += 1) {
    const messages = await api.messages();
    const sent = messages.filter(({ author }) => author === "lead").length;
    if (sent <= delivered) return false;
    const last = messages.at(-1);
    if (last.author !== "lead") {
      delivered = sent;
      finish(waiting, { reply: last.content, booking: last.booking, toolCalls: [] });
      return true;
    }
    await pause(POLL_MS);
  }
  return false;
}

// --- coming back to the page

async function restore() {
  if (!api.hasSession) return;
  setBusy(true);
  try {
    await showTalk(await api.messages());
    showNotice(null);
  } catch (error) {
    if (error instanceof Refused) api.forget();
    else showNotice("What was said so far will be shown when you are online again.");
  }
  setBusy(false);
}

async function showTalk(messages) {
  if (messages.length > 0) retireOffers();
  let said = null;
  messages.forEach((message, i) => {
    if (isRepeated(message, messages[i - 1])) return;
    said = addSaid(message.author, message.content);
    if (message.booking) addCard(said, message.booking);
  });
  delivered = messages.filter(({ author }) => author === "lead").length;
  if (messages.at(-1)?.author === "lead") {
    delivered -= 1;
    const waiting = addWaiting();
    if (!(await hasArrived(waiting))) waiting.remove();
  } else if (said && api.extras?.after === delivered) {
    showOffers(said, api.extras.offers, send);
  }
}

/** Say whether a message was sent again because nothing ever answered it. */
function isRepeated(message, before) {
  return message.author === "lead" && before?.author === "lead" && before.content === message.content;
}

// --- the page

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = words.value.trim();
  if (retryFailed) retryFailed(); // first things first; what is written now stays in its box
  else if (text && !isBusy) {
    words.value = "";
    send(text);
  }
});

words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

document.getElementById("ideas").addEventListener("click", ({ target }) => {
  if (!target.matches(".chip")) return;
  send(target.textContent);
  words.focus({ preventScroll: true });
});

window.addEventListener("offline", () => showNotice("You are offline. What you wrote stays here."));
window.addEventListener("online", () => {
  showNotice(null);
  if (retryFailed) retryFailed();
  else if (!isBusy && delivered === 0) restore();
});

document.getElementById("zone").textContent = zone ? `Times are shown in ${spokenZone(zone)}` : "";
if (!navigator.onLine) showNotice("You are offline. What you write stays here.");
await restore();
if (matchMedia("(pointer: fine)").matches) words.focus();
