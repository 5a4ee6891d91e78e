// Pieces of a page. Words go in as text only; nothing here builds markup out of words.

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  chat: "M4 11.5a7.5 7 0 0 1 16 0c0 4-3.6 7-8 7-.9 0-1.8-.1-2.6-.4L5 20l1-3.6a6.6 6.6 0 0 1-2-4.9Z",
  close: "m6 6 12 12M18 6 6 18",
  send: "M12 19V5.5M6 11.3l6-6 6 6",
  good: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m-3.500 9.200 2.400 2.400 4.600-4.900",
  wait: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 4.500V12l3 2",
  bad: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m-2.800 6.200 5.600 5.600m0-5.600-5.600 5.600",
  alert: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 4.800v4.700m0 3.500v.1",
  away: "m4 4 16 16M8.700 15.600a5 5 0 0 1 5.600-.9M5.600 12.300a9.500 9.500 0 0 1 4.200-2.500m4.800.1a9.500 9.500 0 0 1 3.800 2.400M12 19v.1",
  calendar: "M7 5.500h10a3 3 0 0 1 3 3V17a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V8.500a3 3 0 0 1 3-3m-3 5h16m-11.500-7v4m7-4v4",
  change: "m5 15.500-.5 4 4-.5L19 8.500 15.500 5z",
};

/** An element: h("p", {className: "words", lang: "es"}, "Hola"). Names with a hyphen are attributes. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A sign for those who look. */
export function icon(name, size = 20) {
  const drawn = document.createElementNS(SVG, "svg");
  const attributes = {
    viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor", "stroke-width": 2,
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  };
  for (const [attribute, value] of Object.entries(attributes)) drawn.setAttribute(attribute, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  drawn.append(path);
  return drawn;
}

/** Words for those who listen. */
export const unseen = (text) => h("span", { className: "unseen" }, text);
