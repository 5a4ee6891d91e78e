// The chat page: sends what the visitor writes, shows what comes back. Words go into the page as text only.

import { DeskApi, Interrupted, Refused } from "./desk-api.js";
import { download } from "./calendar-file.js";
import {
  calendarLeaf, offersOf, progressOf, spokenDay, spokenDuration, spokenSpan, spokenTime, spokenZone,
} from "./words.js";

const STATUSES = {
  confirmed: ["good", "Confirmed"],
  pending: ["wait", "Reserved, waiting for confirmation"],
  held: ["wait", "Held for a few minutes"],
  cancelled: ["bad", "Cancelled"],
  completed: ["good", "Completed"],
  no_show: ["bad", "Missed"],
};
const POLL_MS = 2000;
const REPLY_POLLS = 20;
const CONFIRMATION_POLLS = 60;

const { widgetKey, business } = document.body.dataset;
const byId = (id) => document.getElementById(id);
const [log, form, words, ideas, notice, aloud] = ["log", "form", "words", "ideas", "notice", "aloud"].map(byId);
const sendButton = form.querySelector("button");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const api = new DeskApi(widgetKey);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let isBusy = false;
let delivered = 0; // how many of the visitor's messages the server is known to have
let retryFailed = null;

// --- showing -------------------------------------------------------------------------------------------------

const copyOf = (id) => byId(id).content.cloneNode(true);

function addSaid(author, text) {
  const said = copyOf(author === "lead" ? "lead" : "assistant").firstElementChild;
  said.querySelector(".text").textContent = text;
  log.append(said);
  toBottom();
  return said;
}

function addWaiting() {
  const said = addSaid("assistant", "");
  said.classList.add("waiting");
  said.querySelector(".words").prepend(copyOf("waiting"));
  toBottom();
  return said;
}

function showWords(said, text) {
  if (said.classList.contains("waiting")) {
    said.classList.remove("waiting");
    said.querySelector(".dots").remove();
  }
  said.querySelector(".text").textContent = text;
  toBottom();
}

function toBottom() {
  log.scrollTop = log.scrollHeight;
}

function showNotice(text) {
  notice.hidden = !text;
  notice.querySelector("span").textContent = text ?? "";
}

function setBusy(value) {
  isBusy = value;
  log.setAttribute("aria-busy", String(value));
  sendButton.setAttribute("aria-disabled", String(value));
}

function showOffers(said, offers) {
  if (offers.length === 0) return;
  const box = copyOf("offers").firstElementChild;
  for (const { date, times } of offers) {
    const day = document.createElement("div");
    const heading = document.createElement("h2");
    heading.textContent = spokenDay(date);
    const row = document.createElement("div");
    row.className = "times";
    row.append(...times.map((time) => timeButton(date, time)));
    day.append(heading, row);
    box.append(day);
  }
  said.append(box);
  toBottom();
}

function timeButton(date, time) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.textContent = spokenTime(time);
  button.setAttribute("aria-label", `${spokenDay(date)} at ${spokenTime(time)}`);
  button.addEventListener("click", () => send(`${spokenDay(date)} at ${spokenTime(time)}`));
  return button;
}

function retireOffers() {
  ideas.hidden = true;
  for (const chip of log.querySelectorAll(".chip")) chip.disabled = true;
}

function showCard(said, booking) {
  const { date, time, duration, timezone, location } = booking.details;
  const card = copyOf("card").firstElementChild;
  const put = (selector, text) => {
    card.querySelector(selector).textContent = text;
  };
  const leaf = calendarLeaf(date);
  put(".month", leaf.month);
  put(".day", leaf.day);
  put("h2", spokenDay(date));
  put(".when", spokenSpan(time, duration));
  put(".more", [spokenDuration(duration), spokenZone(timezone), location].filter(Boolean).join(" · "));
  card.querySelector("button").addEventListener("click", () => download(booking, business));
  said.append(card);
  showStatus(card, booking);
  toBottom();
  if (booking.status === "pending") awaitConfirmation(card, booking.id);
}

function showStatus(card, { status }) {
  const [tone, label] = STATUSES[status] ?? ["wait", status];
  card.dataset.status = status;
  card.classList.toggle("is-off", tone === "bad");
  card.querySelector("button").hidden = tone === "bad";
  card.querySelector(".pill").className = `pill ${tone}`;
  card.querySelector(".status").textContent = label;
  card.querySelector(".sign").replaceChildren(copyOf(`sign-${tone}`));
}

/** A booking that the calendar has not answered for yet: look again until it has. */
async function awaitConfirmation(card, bookingId) {
  for (let i = 0; i < CONFIRMATION_POLLS && card.isConnected; i += 1) {
    await pause(POLL_MS);
    const messages = await api.messages().catch(() => []);
    const now = messages.map(({ booking }) => booking).findLast((booking) => booking?.id === bookingId);
    if (now && now.status !== "pending") {
      showStatus(card, now);
      aloud.textContent = `Your booking: ${STATUSES[now.status]?.[1] ?? now.status}`;
      return;
    }
  }
}

// --- sending -------------------------------------------------------------------------------------------------

function send(text) {
  if (isBusy || retryFailed || !text.trim()) return;
  retireOffers();
  deliver(text.trim(), addSaid("lead", text.trim()), { isRetry: false });
}

async function deliver(text, mine, { isRetry }) {
  setBusy(true);
  retryFailed = null;
  mine.querySelector(".trouble")?.remove();
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
  for await (const { name, value } of withNewSession(text)) {
    if (name === "tool") showProgress(said, progressOf(value));
    if (name === "delta") showWords(said, (reply += value.text));
    if (name === "done") {
      delivered += 1;
      finish(said, value);
    }
  }
}

/** Send; when the session has ended meanwhile, begin another one and send once more. */
async function* withNewSession(text) {
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

function showProgress(said, text) {
  if (said.classList.contains("waiting")) said.querySelector(".text").textContent = text;
  toBottom();
}

function finish(said, answer) {
  showWords(said, answer.reply);
  if (answer.booking) showCard(said, answer.booking);
  const offers = offersOf(answer);
  showOffers(said, offers);
  api.extras = { offers, after: delivered };
  aloud.textContent = `${business} says: ${answer.reply}`;
}

/** An answer broke off or never began: find out what the server has before anything is sent again. */
async function recover(error, { text, mine, waiting }) {
  const isUnknown = error instanceof Interrupted || !(error instanceof Refused);
  if (isUnknown && api.hasSession && (await hasArrived(waiting).catch(() => false))) return;
  waiting.remove();
  const trouble = copyOf("trouble").firstElementChild;
  const isOffline = isUnknown && !navigator.onLine;
  trouble.querySelector(".text").textContent = isUnknown ? "Not sent yet." : error.message;
  retryFailed = () => {
    trouble.remove();
    deliver(text, mine, { isRetry: api.hasSession });
  };
  trouble.querySelector("button").addEventListener("click", () => retryFailed?.());
  mine.append(trouble);
  showNotice(isOffline ? "You are offline. Your message is kept here." : null);
  if (isUnknown && !isOffline) showNotice("The connection broke off. Your message is kept here.");
  toBottom();
}

/** Say whether the server has the message already, and if so wait for its answer and show it. */
async function hasArrived(waiting) {
  for (let i = 0; i < REPLY_POLLS; i += 1) {
    const messages = await api.messages();
    const mine = messages.filter(({ author }) => author === "lead").length;
    if (mine <= delivered) return false;
    const last = messages.at(-1);
    if (last.author !== "lead") {
      delivered = mine;
      finish(waiting, { reply: last.content, booking: last.booking, toolCalls: [] });
      return true;
    }
    await pause(POLL_MS);
  }
  return false;
}

// --- coming back ---------------------------------------------------------------------------------------------

async function restore() {
  if (!api.hasSession) return;
  setBusy(true);
  try {
    await showTalk(await api.messages());
    showNotice(null);
  } catch (error) {
    if (error instanceof Refused) api.forget();
    else showNotice("The talk so far could not be loaded. It will be when you are online again.");
  }
  setBusy(false);
}

async function showTalk(messages) {
  if (messages.length > 0) ideas.hidden = true;
  let said = null;
  messages.forEach((message, i) => {
    const before = messages[i - 1];
    const isRepeated = message.author === "lead" && before?.author === "lead" && before.content === message.content;
    if (isRepeated) return;
    said = addSaid(message.author, message.content);
    if (message.booking) showCard(said, message.booking);
  });
  delivered = messages.filter(({ author }) => author === "lead").length;
  if (messages.at(-1)?.author === "lead") {
    delivered -= 1;
    const waiting = addWaiting();
    if (!(await hasArrived(waiting))) waiting.remove();
  } else if (said && api.extras?.after === delivered) {
    showOffers(said, api.extras.offers);
  }
}

// --- the page ------------------------------------------------------------------------------------------------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isBusy || retryFailed || !words.value.trim()) return;
  send(words.value);
  words.value = "";
});

words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

ideas.addEventListener("click", ({ target }) => {
  if (!target.matches(".chip")) return;
  send(target.textContent);
  words.focus();
});

window.addEventListener("offline", () => showNotice("You are offline. What you wrote stays here."));
window.addEventListener("online", () => {
  showNotice(null);
  if (retryFailed) retryFailed();
  else if (api.hasSession && delivered === 0) restore();
});

byId("zone").textContent = zone ? `Times are shown in ${spokenZone(zone)}` : "";
if (!navigator.onLine) showNotice("You are offline. What you write stays here.");
await restore();
if (matchMedia("(pointer: fine)").matches) words.focus();
