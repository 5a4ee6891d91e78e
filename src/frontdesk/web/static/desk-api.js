// The widget API over fetch. Knows tokens and events, not the page.

/** The server understood and said no; its sentence may be shown. */
export class Refused extends Error {
  constructor(told, status) {
    super(told?.message ?? "Something went wrong on our side.");
    this.code = told?.error ?? "";
    this.status = status;
  }
}

const PATIENCE_MS = 60_000;

/** The answer broke off: nobody knows whether the message arrived. */
export class Interrupted extends Error {}

export class DeskApi {
  #widgetKey;
  #storageKey;
  #kept;

  constructor(widgetKey) {
    this.#widgetKey = encodeURIComponent(widgetKey);
    this.#storageKey = `frontdesk ${widgetKey}`;
    this.#kept = this.#read();
  }

  get hasSession() {
    return Boolean(this.#kept.token);
  }

  /** What the page keeps over a reload beside the session. */
  get extras() {
    return this.#kept.extras ?? null;
  }

  set extras(value) {
    this.#keep({ ...this.#kept, extras: value });
  }

  forget() {
    this.#keep({});
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
    this.#keep({ token: session.token });
  }

  /** All that was said so far. */
  async messages() {
    return (await this.#json("/widget/messages", {})).messages;
  }

  /** Send a message and yield the events of its answer. */
  async *send(content) {
    const response = await this.#fetch("/widget/messages", {
      method: "POST",
      body: { content },
      accept: "text/event-stream",
    });
    let isDone = false;
    for await (const { name, value } of eventsOf(response.body)) {
      if (name === "error") throw new Refused(value, 200);
      isDone ||= name === "done";
      yield { name, value };
    }
    if (!isDone) throw new Interrupted();
  }

  async #json(path, options) {
    return (await this.#fetch(path, options)).json();
  }

  async #fetch(path, { method = "GET", body, accept = "application/json" }) {
    const headers = { Accept: accept };
    if (body) headers["Content-Type"] = "application/json";
    if (this.#kept.token) headers.Authorization = `Bearer ${this.#kept.token}`;
    const ask = () =>
      fetch(path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MS), // for the whole answer: nobody waits longer for a reply
      });
    let response = await ask();
    if (response.status === 401 && this.#kept.token && (await this.#renew())) {
      headers.Authorization = `Bearer ${this.#kept.token}`;
      response = await ask();
    }
    if (!response.ok) throw new Refused(await response.json().catch(() => null), response.status);
    return response;
  }

  /** Exchange a token whose hour is over for a fresh one; says whether there is one. */
  async #renew() {
    const headers = { Authorization: `Bearer ${this.#kept.token}` };
    const response = await fetch("/widget/token", { method: "POST", headers, cache: "no-store" });
    if (!response.ok) return false;
    this.#keep({ ...this.#kept, token: (await response.json()).token });
    return true;
  }

  #read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#storageKey)) ?? {};
    } catch {
      return {}; // no storage, as in some framed pages: the talk lasts as long as the page
    }
  }

  #keep(kept) {
    this.#kept = kept;
    try {
      sessionStorage.setItem(this.#storageKey, JSON.stringify(kept));
    } catch {
      // as above
    }
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
      const lines = block.split("\n");
      const of = (field) =>
        lines
          .filter((line) => line.startsWith(`${field}:`))
          .map((line) => line.slice(field.length + 1).trimStart())
          .join("\n");
      if (of("data")) yield { name: of("event"), value: JSON.parse(of("data")) };
    }
  }
}
