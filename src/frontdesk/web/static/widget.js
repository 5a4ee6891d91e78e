// For other sites: <script src="https://.../widget.js" data-widget-key="..." async></script>
// Puts a button into the corner that opens the hosted chat page in a frame. It reads nothing of the site it is on.

(() => {
  const { src, dataset } = document.currentScript;
  const chatPage = new URL(`/c/${encodeURIComponent(dataset.widgetKey ?? "")}`, src).href;

  const STYLE = `
    :host { all: initial; }
    button, iframe { position: fixed; right: max(20px, env(safe-area-inset-right)); z-index: 2147483000; }
    button {
      bottom: max(20px, env(safe-area-inset-bottom)); display: grid; place-items: center; width: 60px; height: 60px;
      border: 0; border-radius: 50%; background: #12594a; color: #fff; cursor: pointer;
      box-shadow: 0 10px 30px -6px rgb(0 0 0 / 45%);
    }
    button:hover { background: #0c4438; }
    button:focus-visible { outline: 3px solid #0b6bcb; outline-offset: 3px; }
    iframe {
      bottom: calc(max(20px, env(safe-area-inset-bottom)) + 72px); width: min(400px, 100vw - 40px);
      height: min(640px, 100vh - 120px); border: 0; border-radius: 20px; color-scheme: auto;
      box-shadow: 0 20px 60px -10px rgb(0 0 0 / 45%);
    }
    [hidden] { display: none; }
  `;
  const SHAPES = {
    chat: "M4 11.5a7.5 7 0 0 1 16 0c0 4-3.6 7-8 7-.9 0-1.8-.1-2.6-.4L5 20l1-3.6a6.6 6.6 0 0 1-2-4.9Z",
    cross: "m6 6 12 12M18 6 6 18",
  };

  function svg(tag, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  function addWidget() {
    const host = document.createElement("div");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // works under a strict policy, where a style element would not
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];

    const line = svg("path", { "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" });
    const icon = svg("svg", { viewBox: "0 0 24 24", width: 28, height: 28, fill: "none", stroke: "currentColor" });
    icon.setAttribute("aria-hidden", "true");
    icon.append(line);
    const button = document.createElement("button");
    button.type = "button";
    button.append(icon);
    root.append(button);
    let frame = null;

    function show(isOpen) {
      if (isOpen && !frame) {
        frame = document.createElement("iframe");
        frame.src = chatPage;
        frame.title = "Book an appointment";
        root.append(frame);
      }
      if (frame) frame.hidden = !isOpen;
      line.setAttribute("d", isOpen ? SHAPES.cross : SHAPES.chat);
      button.setAttribute("aria-expanded", String(isOpen));
      button.setAttribute("aria-label", isOpen ? "Close the chat" : "Book an appointment");
    }

    button.addEventListener("click", () => show(frame === null || frame.hidden));
    show(false);
    document.body.append(host);
  }

  if (document.body) addWidget();
  else document.addEventListener("DOMContentLoaded", addWidget);
})();
