// The chat's looks. STYLE is what style.css says; whoever puts these files together defines it.

/* global STYLE */

/** Style sheets that work under a strict policy, where style elements would not. */
export function sheets({ light, dark }) {
  const byDayAndNight = (name) => `light-dark(${light[name]}, ${dark[name]})`;
  const colours = `:host {
    --accent: ${byDayAndNight("accent")};
    --deep: ${byDayAndNight("deep")};
    --on-accent: ${byDayAndNight("onAccent")};
    --wash: ${byDayAndNight("wash")};
  }`;
  return [STYLE, colours].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
