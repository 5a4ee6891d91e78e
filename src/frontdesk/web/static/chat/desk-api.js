// The widget API over fetch. Knows tokens and events, not the page.

const PATIENCE_MS = 60_000;

/** The server understood and said no; its sentence may be shown. */
export class Refused extends Error {
  constructor(told, status, retryAfter) {
    super(told?.message ?? "");
    this.code = told?.error ?? "";
    this.status = status;
    this.retryAfter = Number(retryAfter) || 0;
  }
}

/** The answer broke off: nobody knows whether the message arrived. */
export class Interrupted extends Error {}

export class DeskApi {
  #base;
  #widgetKey;
  #memory;

  constructor(base, widgetKey, memory) {
    this.#base = base;
    this.#widgetKey = encodeURIComponent(widgetKey);
    this.#memory = memory;
  }

  get hasSession() {
    return Boolean(this.#memory.get("token"));
  }

  /** How the chat looks and what it says. */
  setup(language) {
    return this.#json(`/widget/${this.#widgetKey}${language ? `?language=${encodeURIComponent(language)}` : ""}`);
  }

  /** Begin a conversation in the browser's zone; one the server does not know is left out. */
  async start(timezone) {
    const begin = (body) => this.#json(`/widget/${this.#widgetKey}/sessions`, { method: "POST", body });
    let session;
    try {
      session = await begin(timezone ? { timezone } : {});
    } catch (error) {
      if (error.code !== "INVALID_TIMEZONE") throw error;
      session = await begin({});
    }
    this.#memory.set({ token: session.token, answered: 0, lastEvent: null });
  }

  /** All that was said so far. */
  async messages() {
    return (await this.#json("/widget/messages")).messages;
  }

  /** The visitor's bookings, with links to keep and to change them. */
  async bookings() {
    return (await this.#json("/widget/bookings")).bookings;
  }

  /** Send a message under a name of its own and yield the events of its answer; sent twice, it is one message. */
  async *send(content, key) {
    const response = await this.#ask("/widget/messages", {
      method: "POST",
      body: { content },
      headers: { Accept: "text/event-stream", "Idempotency-Key": key },
      signal: AbortSignal.timeout(PATIENCE_MS), // for the whole answer: nobody waits longer for a reply
    });
    let isDone = false;
    for await (const { name, value } of eventsOf(response.body)) {
      if (name === "error") throw new Refused(value, 500);
      isDone ||= name === "done";
      yield { name, value };
    }
    if (!isDone) throw new Interrupted();
  }

  /** Listen to what is said, whoever says it, from behind the event that was heard last; ends when told or cut off. */
  async *events(signal) {
    const last = this.#memory.get("lastEvent");
    const headers = { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": last } : {}) };
    const response = await this.#ask("/widget/events", { headers, signal });
    for await (const event of eventsOf(response.body)) {
      yield event;
      if (event.id) this.#memory.set({ lastEvent: event.id });
    }
  }

  async #json(path, options = {}) {
    return (await this.#ask(path, { signal: AbortSignal.timeout(PATIENCE_MS), ...options })).json();
  }

  async #ask(path, options) {
    let response = await this.#fetch(path, options);
    if (response.status === 401 && this.hasSession && (await this.#renew())) {
      response = await this.#fetch(path, options);
    }
    if (response.ok) return response;
    throw new Refused(await response.json().catch(() => null), response.status, response.headers.get("Retry-After"));
  }

  #fetch(path, { method = "GET", body, headers = {}, signal }) {
    const sent = { Accept: "application/json", ...headers };
    if (body) sent["Content-Type"] = "application/json";
    if (this.hasSession) sent.Authorization = `Bearer ${this.#memory.get("token")}`;
    return fetch(this.#base + path, {
      method, signal, headers: sent, body: body && JSON.stringify(body), cache: "no-store", credentials: "omit",
    });
  }

  /** Exchange a token whose hour is over for a fresh one; says whether there is one. */
  async #renew() {
    const response = await this.#fetch("/widget/token", { method: "POST" });
    if (!response.ok) return false;
    this.#memory.set({ token: (await response.json()).token });
    return true;
  }
}

/** Yield the server-sent events of a response's body. */
async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text = (text + value).replaceAll("\r\n", "\n");
    const blocks = text.split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const of = (field) =>
        block
          .split("\n")
          .filter((line) => line.startsWith(`${field}:`))
          .map((line) => line.slice(field.length + 1).trimStart())
          .join("\n");
      if (of("data")) yield { id: of("id"), name: of("event"), value: JSON.parse(of("data")) };
    }
  }
}
