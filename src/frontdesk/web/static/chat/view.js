// What the chat shows. It is told what to show and says what was pressed; it decides nothing.

import { h, icon, unseen } from "./parts.js";

const TONES = { confirmed: "good", completed: "good", cancelled: "bad", no_show: "bad" };
/** Keep "2:00" and "PM" on one line. */
const wellSet = (text) => text.replace(/(\d:\d\d) ([ap]\.?\s?m)/gi, "$1\u00a0$2");
const unbroken = (text) => text.replaceAll(" ", "\u00a0");

export class ChatView {
  #setup;
  #speech;
  #words;
  #subheading;

  /** `heading` is h1 on a page of its own, h2 in a corner of another. */
  constructor(setup, speech, heading) {
    this.#setup = setup;
    this.#speech = speech;
    this.#words = setup.words;
    this.onSend = () => {};
    this.#subheading = heading === "h1" ? "h2" : "h3";
    this.#build(heading);
  }

  #build(heading) {
    const { title, greeting, ideas, bookingPage } = this.#setup;
    const words = this.#words;
    this.title = h(heading, { id: "title", dir: "auto" }, title);
    this.head = h("header", { className: "head" },
      h("span", { className: "monogram", "aria-hidden": "true" }, [...title][0] ?? ""),
      h("div", {}, this.title, h("p", {}, words.subtitle)));
    this.notice = h("p", { className: "notice", hidden: true }, icon("away"), h("span"));
    this.list = h("ol");
    this.log = h("div", { className: "log", role: "log", tabIndex: 0, "aria-live": "off", "aria-label": words.conversation }, this.list);
    this.ideas = h("div", { className: "ideas", role: "group", "aria-label": words.ideas },
      ...ideas.map((idea) => this.#chip(idea, idea)));
    this.box = h("textarea", {
      id: "words", rows: 1, maxLength: 4000, placeholder: words.write, autocomplete: "off", enterKeyHint: "send", dir: "auto",
    });
    this.form = h("form", {},
      h("label", { className: "unseen", for: "words" }, words.yourMessage), this.box,
      h("button", { type: "submit", "aria-label": words.send }, icon("send", 22)));
    this.zone = h("p", { className: "zone" }, h("span"));
    if (bookingPage) this.zone.append(" ", h("a", { href: bookingPage, target: "_blank", rel: "noopener" }, words.pick));
    this.aloud = h("div", { className: "unseen", role: "status" });
    this.desk = h("div", { className: "desk" }, this.head, h("div", { role: "alert" }, this.notice), this.log,
      h("div", { className: "composer" }, this.ideas, this.form, this.zone), this.aloud);
    this.addSaid("assistant", greeting);
    this.#listen();
  }

  #listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.box.value.trim();
      if (!text) return;
      this.box.value = "";
      this.onSend(text);
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    // A keyboard that opens, a notice that appears: what was said last stays in sight.
    new ResizeObserver(() => this.#toBottom()).observe(this.log);
  }

  #toBottom() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  #chip(text, told) {
    const chip = h("button", { type: "button", className: "chip", onclick: () => this.onSend(told) }, text);
    if (text !== told) chip.setAttribute("aria-label", told);
    return chip;
  }

  showZone(zone) {
    this.zone.firstChild.textContent = zone ? this.#speech.zoneNote(zone) : "";
  }

  /** Add a message of the visitor ("lead"), of the assistant or of a person ("user"), and return its element. */
  addSaid(author, text) {
    const side = author === "lead" ? "lead" : "assistant";
    const said = h("li", { className: `said ${side}` },
      h("p", { className: "words" },
        unseen(`${this.#words.authors[author]}: `), h("span", { className: "text", dir: "auto" }, wellSet(text))));
    if (author === "user") said.prepend(h("p", { className: "who" }, this.#words.authors.user));
    this.list.append(said);
    this.#toBottom();
    return said;
  }

  /** Add the place where the reply will stand. */
  addWaiting() {
    const said = this.addSaid("assistant", "");
    said.classList.add("waiting");
    said.querySelector(".words").prepend(h("span", { className: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")));
    this.#toBottom();
    return said;
  }

  /** Say what is being done while the reply is not there yet. */
  showProgress(said, call) {
    if (said.classList.contains("waiting")) said.querySelector(".text").textContent = this.#speech.progress(call);
    this.#toBottom();
  }

  /** Put the reply, or what there is of it, in its place. */
  showWords(said, text) {
    said.classList.remove("waiting");
    said.querySelector(".dots")?.remove();
    said.querySelector(".text").textContent = wellSet(text);
    this.#toBottom();
  }

  /** Say a finished reply to those who listen instead of looking. */
  sayAloud(text) {
    this.aloud.textContent = text;
  }

  showNotice(text) {
    this.notice.hidden = !text;
    this.notice.lastChild.textContent = text ?? "";
  }

  showBusy(isBusy) {
    this.log.setAttribute("aria-busy", String(isBusy));
  }

  /** Say below a message that it has not got through; `retry` is asked for when there is something to press. */
  showTrouble(said, text, retry = null) {
    this.clearTrouble(said);
    const trouble = h("p", { className: "trouble" }, h("span", {}, icon(retry ? "alert" : "wait", 18), text));
    if (retry) trouble.append(h("button", { type: "button", onclick: retry }, this.#words.again));
    said.append(trouble);
    this.#toBottom();
  }

  clearTrouble(said) {
    said.querySelector(".trouble")?.remove();
  }

  /** Show the offered times as buttons that say what they stand for. */
  showOffers(said, offers) {
    if (offers.length === 0) return;
    const days = offers.map(({ date, times }) => h("div", {},
      h(this.#subheading, {}, this.#speech.day(date)),
      h("div", { className: "times" },
        ...times.map((time) => this.#chip(this.#speech.time(time), this.#speech.choice(date, time))))));
    said.append(h("div", { className: "offers", role: "group", "aria-label": this.#words.times }, ...days));
    this.#toBottom();
  }

  /** Take away what was offered before: it may be gone by now. */
  retireOffers() {
    this.ideas.hidden = true;
    for (const offers of this.list.querySelectorAll(".offers")) offers.remove();
  }

  /** Show a booking below the words that made it, in place of what was shown of it before, and return the card. */
  showCard(said, booking) {
    const { date, time, duration, timezone, location } = booking.details;
    const leaf = this.#speech.leaf(date);
    const more = [`${unbroken(this.#speech.duration(duration))}, ${unbroken(this.#speech.zone(timezone))}`, location];
    const card = h("section", { className: "card", "aria-label": this.#words.yourBooking },
      h("p", { className: "leaf", "aria-hidden": "true" }, h("span", {}, leaf.month), h("b", {}, leaf.day)),
      h("p", { className: "pill" }),
      h("div", {},
        h(this.#subheading, {}, this.#speech.day(date)),
        h("p", { className: "when" }, unbroken(this.#speech.span(time, duration))),
        h("p", { className: "more", dir: "auto" }, more.filter(Boolean).join("\n"))),
      h("p", { className: "keep" }));
    said.append(card);
    this.showStatus(card, booking.status);
    this.#toBottom();
    return card;
  }

  /** Show how a booking stands, in a word, a sign and a colour; returns the word. */
  showStatus(card, status) {
    const tone = TONES[status] ?? "wait";
    const label = this.#words.statuses[status] ?? status;
    card.classList.toggle("off", tone === "bad");
    const pill = card.querySelector(".pill");
    pill.className = `pill ${tone}`;
    pill.replaceChildren(icon(tone, 18), label);
    return label;
  }

  /** Show how to keep a booking and how to change it. */
  showLinks(card, { calendarUrl, manageUrl }) {
    const link = (href, sign, text, more) => h("a", { href, className: "button", ...more }, icon(sign), text);
    card.querySelector(".keep").replaceChildren(
      link(calendarUrl, "calendar", this.#words.addToCalendar, { download: "" }),
      link(manageUrl, "change", this.#words.manage, { target: "_blank", rel: "noopener" }));
    this.#toBottom();
  }
}
