// <frontdesk-chat key="fdw_...">: a button in a corner that opens the chat, or with `page` the chat itself.
// <script src=".../widget.js" data-widget-key="fdw_..." async> puts one at the end of the page.

import { DeskApi } from "./desk-api.js";
import { Memory } from "./memory.js";
import { h, icon } from "./parts.js";
import { sheets } from "./style.js";
import { Talk } from "./talk.js";
import { ChatView } from "./view.js";
import { Speech } from "./words.js";

const script = document.currentScript;
const PHONE = "(width < 36rem)";

class FrontdeskChat extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #memory;
  #view;
  #dialog;
  #button;
  #words;
  #hasNews = false;

  connectedCallback() {
    if (this.#memory) return;
    this.#memory = new Memory(this.getAttribute("key") ?? "");
    this.#start().catch((error) => console.warn(`frontdesk: the chat is not shown here. ${why(error)}`));
  }

  /** Open the chat. */
  open() {
    this.#show(true);
  }

  /** Close the chat. */
  close() {
    this.#show(false);
  }

  async #start() {
    const api = new DeskApi(new URL(script.src).origin, this.getAttribute("key") ?? "", this.#memory);
    const setup = JSON.parse(this.dataset.setup ?? "null") ?? (await api.setup(this.lang));
    this.#words = setup.words;
    this.#root.adoptedStyleSheets = sheets(setup.palette);
    this.lang = setup.language;
    this.#view = new ChatView(setup, new Speech(setup.words, setup.language, navigator.languages), this.#isPage ? "h1" : "h2");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.#view.showZone(zone);
    const talk = new Talk({ api, memory: this.#memory, view: this.#view, setup, zone });
    talk.onNews = () => this.#onNews();
    talk.onBooking = ({ id, status, startsAt, endsAt }) => this.#tell("booking", { id, status, startsAt, endsAt });
    if (this.#isPage) this.#root.append(this.#view.desk);
    else this.#addLauncher(setup.title);
    await talk.begin();
    if (this.#isPage && matchMedia("(pointer: fine)").matches) this.#view.box.focus();
  }

  get #isPage() {
    return this.hasAttribute("page");
  }

  #addLauncher(title) {
    const close = h("button", { type: "button", className: "close", "aria-label": this.#words.close, onclick: () => this.close() }, icon("close", 22));
    this.#view.head.append(close);
    this.#dialog = h("dialog", { id: "chat", "aria-label": title }, this.#view.desk);
    this.#dialog.addEventListener("close", () => this.#onClosed());
    this.#dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.close();
    });
    this.#button = h("button", { type: "button", className: "launcher", "aria-haspopup": "dialog", onclick: () => this.#show(!this.#dialog.open) });
    this.#root.append(this.#dialog, this.#button);
    this.#showButton();
    if (this.#memory.get("isOpen") && !matchMedia(PHONE).matches) this.#dialog.show();
    this.#showButton();
  }

  #show(isOpen) {
    if (!this.#dialog || this.#dialog.open === isOpen) return;
    if (!isOpen) {
      this.#dialog.close();
      return;
    }
    if (matchMedia(PHONE).matches) this.#dialog.showModal(); // it covers the page: nothing behind it is in reach
    else this.#dialog.show();
    this.#view.box.focus();
    this.#memory.set({ isOpen: true });
    this.#hasNews = false;
    this.#showButton();
    this.#tell("open");
  }

  #onNews() {
    this.#hasNews = Boolean(this.#dialog) && !this.#dialog.open;
    if (this.#hasNews) this.#showButton();
  }

  #onClosed() {
    this.#memory.set({ isOpen: false });
    this.#showButton();
    this.#button.focus();
    this.#tell("close");
  }

  #showButton() {
    const { open } = this.#dialog;
    this.#button.replaceChildren(icon(open ? "close" : "chat", 28));
    this.#button.setAttribute("aria-expanded", String(open));
    this.#button.classList.toggle("news", this.#hasNews);
    this.#button.setAttribute("aria-label", open ? this.#words.close : this.#hasNews ? this.#words.news : this.#words.open);
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`frontdesk-${name}`, { detail, bubbles: true }));
  }
}

/** What keeps the chat away. A page may not read that its site was refused: to it, that is a network's failure. */
function why(error) {
  if (!(error instanceof TypeError)) return error.message;
  return `${location.origin} is not in its allowedSites, or ${new URL(script.src).origin} is out of reach (${error.message}).`;
}

if (!customElements.get("frontdesk-chat")) customElements.define("frontdesk-chat", FrontdeskChat);

if (script.dataset.widgetKey && !document.querySelector("frontdesk-chat")) {
  const add = () => {
    const chat = document.createElement("frontdesk-chat");
    for (const name of ["key", "lang", "theme"]) {
      const value = script.dataset[name === "key" ? "widgetKey" : name];
      if (value) chat.setAttribute(name, value);
    }
    document.body.append(chat);
  };
  if (document.body) add();
  else document.addEventListener("DOMContentLoaded", add);
}
