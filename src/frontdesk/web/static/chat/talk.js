// One visitor's talk: what they write gets through once, whatever the network does, and what is answered is shown.

import { Interrupted, Refused } from "./desk-api.js";
import { Listener } from "./listener.js";
import { fill, offersOf } from "./words.js";

const LATER_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];
const LOOK_MS = 2000;
const LOOKS = 60;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Talk {
  #api;
  #memory;
  #view;
  #setup;
  #zone;
  #shown = new Map(); // messages of the outbox by id: where they stand
  #isBusy = false;
  #failures = 0;
  #isRestored = false;
  #timer = 0;
  #listener;
  #state = "assistant";

  constructor({ api, memory, view, setup, zone }) {
    this.#api = api;
    this.#memory = memory;
    this.#view = view;
    this.#setup = setup;
    this.#zone = zone;
    this.onBooking = () => {};
    this.onNews = () => {};
    this.#listener = new Listener(api, memory, {
      onMessage: (message) => this.#showNews(message),
      onState: (state) => this.#showState(state),
    });
    view.onSend = (text) => this.send(text);
  }

  /** Show what was said before and go on with what was not answered. */
  async begin() {
    window.addEventListener("offline", () => this.#note());
    window.addEventListener("online", () => this.#goOn());
    this.#note();
    for (const entry of this.#memory.get("outbox")) this.#show(entry);
    await this.#pump();
  }

  /** Take what the visitor wrote: it is kept until it is answered. */
  send(text) {
    this.#view.retireOffers();
    const entry = { id: crypto.randomUUID(), text };
    this.#memory.set({ outbox: [...this.#memory.get("outbox"), entry], offers: null });
    this.#show(entry);
    this.#goOn();
  }

  #show(entry) {
    if (!this.#shown.has(entry.id)) this.#shown.set(entry.id, this.#view.addSaid("lead", entry.text));
    return this.#shown.get(entry.id);
  }

  #goOn() {
    clearTimeout(this.#timer);
    this.#listener.hurry();
    this.#pump();
  }

  /** Say what stands between the visitor and an answer, if anything does. */
  #note() {
    const { offline, broken, toPerson } = this.#setup.words;
    const trouble = navigator.onLine ? (this.#failures ? broken : null) : offline;
    this.#view.showNotice(trouble ?? (this.#state === "assistant" ? null : toPerson));
  }

  // --- sending, one message after the other

  async #pump() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#view.showBusy(true);
    this.#listener.pause();
    let entry = null;
    try {
      if (!this.#isRestored) await this.#restore();
      while ((entry = this.#memory.get("outbox")[0])) await this.#deliver(entry);
      this.#note();
    } catch (error) {
      this.#recover(error, entry);
    }
    this.#isBusy = false;
    this.#view.showBusy(false);
    // What was said before is told first: news that came sooner would be told twice.
    if (this.#isRestored && this.#api.hasSession) this.#listener.listen();
  }

  async #deliver(entry) {
    const mine = this.#show(entry);
    const said = this.#view.addWaiting();
    try {
      const answer = await this.#answered(entry, said);
      this.#memory.set({ outbox: this.#memory.get("outbox").slice(1), answered: this.#memory.get("answered") + 1 });
      this.#failures = 0;
      this.#view.clearTrouble(mine);
      this.#finish(said, answer);
    } catch (error) {
      said.remove();
      throw error;
    }
  }

  async #answered(entry, said) {
    if (!this.#api.hasSession) await this.#api.start(this.#zone);
    let reply = "";
    for await (const { name, value } of this.#inSession(entry)) {
      if (name === "tool") this.#view.showProgress(said, value);
      if (name === "delta") this.#view.showWords(said, (reply += value.text));
      if (name === "done") return value;
    }
    throw new Interrupted();
  }

  /** Send; when the session has ended meanwhile, begin another one and send in that. */
  async *#inSession({ id, text }) {
    try {
      yield* this.#api.send(text, id);
    } catch (error) {
      if (![401, 404].includes(error.status)) throw error;
      this.#memory.forget();
      await this.#api.start(this.#zone);
      yield* this.#api.send(text, id);
    }
  }

  #finish(said, answer) {
    this.#state = answer.state ?? "assistant";
    if (!answer.reply) {
      said.remove(); // a person has the word, and answers later
      this.#view.sayAloud(this.#setup.words.toPerson);
      return;
    }
    this.#listener.expect(answer.reply);
    this.#view.showWords(said, answer.reply);
    this.#sayAloud(answer.reply);
    if (answer.booking) this.#addCard(said, answer.booking);
    const offers = offersOf(answer);
    this.#view.showOffers(said, offers);
    this.#memory.set({ offers });
  }

  #sayAloud(words) {
    this.#view.sayAloud(fill(this.#setup.words.says, { who: this.#setup.title, words }));
  }

  // --- what others say meanwhile

  #showNews({ author, content, booking }) {
    const said = this.#view.addSaid(author, content);
    if (booking) this.#addCard(said, booking);
    this.#sayAloud(content);
    this.onNews();
  }

  #showState(state) {
    this.#state = state;
    if (!this.#isBusy) this.#note();
  }

  // --- bookings

  #addCard(said, booking) {
    const card = this.#view.showCard(said, booking);
    this.#follow(card, booking);
    this.onBooking(booking);
  }

  /** Fetch a booking's links, and look again until the calendar has answered for it. */
  async #follow(card, { id, status }) {
    for (let i = 0; i < LOOKS && card.isConnected; i += 1) {
      const now = (await this.#api.bookings().catch(() => [])).find((booking) => booking.id === id);
      if (now) {
        if (now.status !== status) this.#view.sayAloud(`${this.#setup.words.yourBooking}: ${this.#view.showStatus(card, now.status)}`);
        status = now.status;
        this.#view.showLinks(card, now);
        if (status !== "pending") return;
      }
      await pause(LOOK_MS);
    }
  }

  // --- when something went wrong

  #recover(error, entry) {
    const { words } = this.#setup;
    const mine = entry && this.#show(entry);
    if (entry && error instanceof Refused && error.status !== 429 && error.status !== 503) {
      this.#view.showTrouble(mine, error.message || words.notSent, () => {
        this.#view.clearTrouble(mine);
        this.#goOn();
      });
      return;
    }
    if (entry) this.#view.showTrouble(mine, words.waiting);
    const wait = (error.retryAfter ?? 0) * 1000 || LATER_MS[Math.min(this.#failures, LATER_MS.length - 1)];
    this.#failures += 1;
    this.#note();
    this.#timer = setTimeout(() => this.#pump(), wait);
  }

  // --- coming back to the page

  /** Show what was said before, once: above what waits to be sent. */
  async #restore() {
    if (this.#api.hasSession) {
      try {
        this.#retell(await this.#api.messages());
      } catch (error) {
        if (error.status !== 401 && error.status !== 404) throw error;
        this.#memory.forget();
      }
    }
    this.#isRestored = true;
    this.#failures = 0;
  }

  #retell(messages) {
    for (const said of this.#shown.values()) said.remove();
    this.#shown.clear();
    this.#showTalk(messages);
    for (const entry of this.#memory.get("outbox")) this.#show(entry);
  }

  /**
   * Show what the server has. Messages it has beyond those whose answers were seen here are the outbox's first:
   * they are asked for again, by the same name, and their answer then stands where it belongs.
   */
  #showTalk(messages) {
    const answered = this.#memory.get("answered");
    const outbox = this.#memory.get("outbox");
    let mine = 0;
    let said = null;
    for (const message of messages) {
      if (message.author === "lead") mine += 1;
      const asked = outbox[mine - 1 - answered];
      if (asked && message.author === "assistant") continue;
      this.#memory.set({ lastEvent: String(message.position) });
      said = this.#view.addSaid(message.author, message.content);
      if (asked && message.author === "lead") this.#shown.set(asked.id, said);
      if (message.booking) this.#addCard(said, message.booking);
    }
    if (messages.length > 0) this.#view.retireOffers();
    const offers = this.#memory.get("offers");
    if (said && offers && outbox.length === 0) this.#view.showOffers(said, offers);
  }
}
