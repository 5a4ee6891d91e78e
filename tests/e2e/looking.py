"""How a page is looked at: by a machine for accessibility, and with a watch for how it arrives."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_PAINT_MILLISECONDS = 1000
# A time whose field is narrower than it would be with all the room there is, and words that are cut.
CUT_OFF = """
() => {
  const cut = [];
  for (const field of document.querySelectorAll("[type=time]")) {
    if (!field.checkVisibility()) continue;
    const free = field.cloneNode();
    free.style.cssText = "position: fixed; flex: none; width: max-content; min-width: 0; max-width: none";
    field.after(free);
    const [given, needed] = [field.offsetWidth, free.offsetWidth];
    if (given < needed) cut.push(`${field.name}: ${given} of ${needed} pixels`);
    free.remove();
  }
  for (const words of document.querySelectorAll(".pill, .side nav span, #calendar-title, .ec-col-head")) {
    if (!words.checkVisibility()) continue;
    const isBroken = words.matches(".pill") && words.offsetHeight > 30;
    if (isBroken || words.scrollWidth > words.clientWidth + 1) cut.push(words.textContent.trim());
  }
  return cut;
}
"""
# Listens from the first moment on: what is observed later has been forgotten.
WATCH_ARRIVAL = """
window.arrival = {paint: 0, shift: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) arrival.paint = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) arrival.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


async def require_accessible(page: Page) -> None:
    """Have axe-core find nothing, in whatever the page shows now."""
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)
    told = [_told(violation) for violation in found["violations"]]
    assert told == [], f"{page.url}\n" + "\n".join(told)


async def require_no_sideways_scroll(page: Page) -> None:
    """Have the page fit its window."""
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


async def require_nothing_cut_off(page: Page) -> None:
    """Have times, states and places in the navigation shown in full."""
    cut_off = await page.evaluate(CUT_OFF)
    assert cut_off == [], f"{page.url}: {cut_off}"


async def require_still_arrival(page: Page) -> float:
    """Have nothing jump while the page came; returns when its largest piece was there, in milliseconds."""
    arrival = await page.evaluate("arrival")
    assert arrival["shift"] == 0, page.url
    assert arrival["paint"] > 0
    return float(arrival["paint"])


def _told(violation: dict[str, Any]) -> str:
    places = [str(node["target"]) for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']} at {', '.join(places)}"
