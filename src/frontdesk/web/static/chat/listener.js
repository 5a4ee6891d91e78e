// Hears what is said in the conversation by others: a person who took over, an answer that was approved later.

const RETURN_MS = [1000, 2000, 5000, 15_000, 30_000];

export class Listener {
  #api;
  #memory;
  #tell;
  #expected = []; // replies that are shown already and will be heard of once more
  #cut = null;
  #timer = 0;
  #failures = 0;

  constructor(api, memory, { onMessage, onState }) {
    this.#api = api;
    this.#memory = memory;
    this.#tell = { message: onMessage, state: onState };
  }

  /** A reply is shown that came as the answer to a message: hearing of it again is no news. */
  expect(reply) {
    this.#expected.push(reply);
  }

  /** Stop listening: while an answer is awaited it comes its own way. */
  pause() {
    clearTimeout(this.#timer);
    this.#cut?.abort();
    this.#cut = null;
  }

  /** Try again at once: the network is back. */
  hurry() {
    this.#failures = 0;
  }

  /** Listen until told to pause, again and again: streams end, networks break. */
  async listen() {
    this.pause();
    const cut = (this.#cut = new AbortController());
    try {
      for await (const { name, value } of this.#api.events(cut.signal)) {
        this.#failures = 0;
        if (name === "message") this.#hear(value);
        if (name === "conversation") this.#tell.state(value.state);
        if (name === "reload") break;
      }
    } catch (error) {
      if (cut.signal.aborted || [401, 403, 404].includes(error.status)) return;
      this.#failures += 1;
    }
    if (cut.signal.aborted) return;
    const wait = RETURN_MS[Math.min(this.#failures, RETURN_MS.length - 1)];
    this.#timer = setTimeout(() => this.listen(), wait);
  }

  #hear(message) {
    if (message.author === "lead" || message.position <= Number(this.#memory.get("lastEvent") ?? 0)) return;
    const known = this.#expected.indexOf(message.content);
    if (known >= 0 && message.author === "assistant") this.#expected.splice(known, 1);
    else this.#tell.message(message);
  }
}
