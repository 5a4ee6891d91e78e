// What a browser's tab remembers of one chat over a reload: the session, and what is not answered yet.

const EMPTY = { token: null, answered: 0, outbox: [], offers: null, isOpen: false, lastEvent: null };

export class Memory {
  #place;
  #kept;

  constructor(widgetKey) {
    this.#place = `frontdesk ${widgetKey}`;
    this.#kept = { ...EMPTY, ...this.#read() };
  }

  get(name) {
    return this.#kept[name];
  }

  set(changes) {
    this.#kept = { ...this.#kept, ...changes };
    try {
      sessionStorage.setItem(this.#place, JSON.stringify(this.#kept));
    } catch {
      // no storage, as in some private windows: the talk lasts as long as the page
    }
  }

  /** Forget the session, but not what the visitor wrote and nobody has answered. */
  forget() {
    const { outbox, isOpen } = this.#kept;
    this.set({ ...EMPTY, outbox, isOpen });
  }

  #read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#place));
    } catch {
      return null;
    }
  }
}
