// What the chat page shows. Words go into the page as text only; shapes come from the page's templates.

import { download } from "./calendar-file.js";
import { calendarLeaf, spokenDay, spokenDuration, spokenSpan, spokenTime, spokenZone } from "./words.js";

const STATUSES = {
  confirmed: ["good", "Confirmed"],
  pending: ["wait", "Awaiting confirmation"],
  held: ["wait", "Held for a few minutes"],
  cancelled: ["bad", "Cancelled"],
  completed: ["good", "Completed"],
  no_show: ["bad", "Missed"],
};

const byId = (id) => document.getElementById(id);
const [log, ideas, notice, aloud] = ["log", "ideas", "notice", "aloud"].map(byId);
const sendButton = document.querySelector("#form button");
const copyOf = (id) => byId(id).content.cloneNode(true);
const unbroken = (text) => text.replaceAll(" ", "\u00a0");
/** Keep "2:00" and "PM" on one line. */
const wellSet = (text) => text.replace(/(\d:\d\d) ([AP]M)\b/g, "$1\u00a0$2");

function toBottom() {
  log.scrollTop = log.scrollHeight;
}

// A keyboard that opens, a notice that appears: what was said last stays in sight.
new ResizeObserver(toBottom).observe(log);

/** Add a message of the visitor ("lead") or of the other side, and return its element. */
export function addSaid(author, text) {
  const said = copyOf(author === "lead" ? "lead" : "assistant").firstElementChild;
  said.querySelector(".text").textContent = wellSet(text);
  log.append(said);
  toBottom();
  return said;
}

/** Add the place where the reply will stand. */
export function addWaiting() {
  const said = addSaid("assistant", "");
  said.classList.add("waiting");
  said.querySelector(".words").prepend(copyOf("waiting"));
  toBottom();
  return said;
}

/** Say what is being done while the reply is not there yet. */
export function showProgress(said, text) {
  if (said.classList.contains("waiting")) said.querySelector(".text").textContent = text;
  toBottom();
}

/** Put the reply, or what there is of it, in its place. */
export function showWords(said, text) {
  if (said.classList.contains("waiting")) {
    said.classList.remove("waiting");
    said.querySelector(".dots").remove();
  }
  said.querySelector(".text").textContent = wellSet(text);
  toBottom();
}

/** Say a finished reply to those who listen instead of looking. */
export function sayAloud(text) {
  aloud.textContent = text;
}

export function showNotice(text) {
  notice.hidden = !text;
  notice.querySelector("span").textContent = text ?? "";
}

export function showBusy(isBusy) {
  log.setAttribute("aria-busy", String(isBusy));
  sendButton.setAttribute("aria-disabled", String(isBusy));
}

/** Say below a message that it did not get through, with a way to try again. */
export function addTrouble(said, text, retry) {
  const trouble = copyOf("trouble").firstElementChild;
  trouble.querySelector(".text").textContent = text;
  trouble.querySelector("button").addEventListener("click", retry);
  said.append(trouble);
  toBottom();
  return trouble;
}

/** Show the offered times as buttons; `choose` is told the words that choose one. */
export function showOffers(said, offers, choose) {
  if (offers.length === 0) return;
  const box = copyOf("offers").firstElementChild;
  for (const { date, times } of offers) {
    const heading = document.createElement("h2");
    heading.textContent = spokenDay(date);
    const row = document.createElement("div");
    row.className = "times";
    row.append(...times.map((time) => timeButton(date, time, choose)));
    const day = document.createElement("div");
    day.append(heading, row);
    box.append(day);
  }
  said.append(box);
  toBottom();
}

function timeButton(date, time, choose) {
  const button = document.createElement("button");
  const told = `${spokenDay(date)} at ${spokenTime(time)}`;
  button.type = "button";
  button.className = "chip";
  button.textContent = spokenTime(time);
  button.setAttribute("aria-label", told);
  button.addEventListener("click", () => choose(told));
  return button;
}

/** Take away what was offered before: it may be gone by now. */
export function retireOffers() {
  ideas.hidden = true;
  for (const offers of log.querySelectorAll(".offers")) offers.remove();
}

/** Show a booking below the words that made it, and return the card. */
export function showCard(said, booking, business) {
  const { date, time, duration, timezone, location } = booking.details;
  const card = copyOf("card").firstElementChild;
  const put = (selector, text) => {
    card.querySelector(selector).textContent = text;
  };
  const leaf = calendarLeaf(date);
  put(".month", leaf.month);
  put(".day", leaf.day);
  put("h2", spokenDay(date));
  put(".when", unbroken(spokenSpan(time, duration)));
  const span = `${unbroken(spokenDuration(duration))}, ${unbroken(spokenZone(timezone))}`;
  put(".more", [span, location].filter(Boolean).join("\n"));
  card.querySelector("button").addEventListener("click", () => download(booking, business));
  said.append(card);
  showStatus(card, booking.status);
  toBottom();
  return card;
}

/** Show how a booking stands, in a word, a sign and a colour; returns the word. */
export function showStatus(card, status) {
  const [tone, label] = STATUSES[status] ?? ["wait", status];
  card.dataset.status = status;
  card.classList.toggle("is-off", tone === "bad");
  card.querySelector("button").hidden = tone === "bad";
  card.querySelector(".pill").className = `pill ${tone}`;
  card.querySelector(".status").textContent = label;
  card.querySelector(".sign").replaceChildren(copyOf(`sign-${tone}`));
  return label;
}
