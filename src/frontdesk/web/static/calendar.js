// The calendar: draws what the server tells, moves what is dragged, and opens dialogs for everything else.
// Times are floating: what a clock in the user's zone shows, whatever zone the browser is in.

import { loadSheet, toast } from "./shell.js";
import { listen } from "./live.js";

const VIEWS = { day: "timeGridDay", week: "timeGridWeek", month: "dayGridMonth" };
const SHOWN_A_DAY = 4;
// On a tall screen the day's half hours share what there is below the head.
const HEAD_PIXELS = 48, HALF_HOURS = 48;
const root = document.getElementById("calendar");
const settings = JSON.parse(root.dataset.settings);
const words = document.getElementById("calendar-words").dataset;
const asked = new URLSearchParams(location.search);
const isPhone = matchMedia("(width < 48rem)");
const whose = document.getElementById("whose");
const withCancelled = document.getElementById("with-cancelled");
const token = document.body.dataset.formToken;

const dayOf = (text) => text.slice(0, 10);
const asUtc = (text) => new Date(`${text.slice(0, 19)}Z`);
const time = new Intl.DateTimeFormat(settings.locale, { hour: "numeric", minute: "2-digit", timeZone: "UTC" });

/** A day that is in the month for sure, a week after its first row begins. */
const inMonth = (start) => `${dayOf(new Date(asUtc(`${dayOf(start)}T00:00:00`).getTime() + 7 * 86_400_000).toISOString())}T00:00:00`;

function titleOf(view, start, end) {
  const last = new Date(asUtc(`${dayOf(end)}T00:00:00`).getTime() - 86_400_000);
  const first = asUtc(`${dayOf(start)}T00:00:00`);
  const length = isPhone.matches ? "short" : "long";
  // A phone has no room for the year, where it is this one.
  const year = isPhone.matches && start.slice(0, 4) === settings.today.slice(0, 4) ? undefined : "numeric";
  const form = {
    day: { weekday: length, day: "numeric", month: length, year },
    week: { day: "numeric", month: length, year },
    month: { month: "long", year },
  }[view];
  const format = new Intl.DateTimeFormat(settings.locale, { ...form, timeZone: "UTC" });
  if (view === "month") return format.format(asUtc(inMonth(start))); // the first row may begin in the month before
  return view === "week" ? format.formatRange(first, last) : format.format(first);
}

let view = VIEWS[asked.get("view")] ? asked.get("view") : isPhone.matches ? "day" : "week";
if (whose && asked.get("user")) whose.value = asked.get("user");

async function fetchEvents({ startStr, endStr }) {
  const query = new URLSearchParams({ first: dayOf(startStr), until: dayOf(endStr) });
  if (whose?.value) query.set("user", whose.value);
  if (withCancelled.checked) query.set("cancelled", "yes");
  const answer = await fetch(`/app/calendar/feed?${query}`, { headers: { Accept: "application/json" } });
  if (answer.headers.get("HX-Redirect")) location.assign(answer.headers.get("HX-Redirect"));
  if (!answer.ok || answer.status === 204) {
    toast(words.failed, "bad");
    return [];
  }
  const { events, isCut } = await answer.json();
  if (isCut) toast(words.cut, "wait");
  return view === "month" ? fewPerDay(events) : events;
}

/** A month shows a few bookings a day, and how many more there are; on a phone how many there are at all. */
function fewPerDay(events) {
  const days = Map.groupBy(events, (event) => dayOf(event.start));
  return [...days].flatMap(([day, all]) => {
    if (!isPhone.matches && all.length <= SHOWN_A_DAY) return all;
    const shown = isPhone.matches ? [] : all.slice(0, SHOWN_A_DAY - 1);
    const count = all.length - shown.length;
    const more = { id: `more-${day}`, start: `${day}T23:59:58`, end: `${day}T23:59:59`, startEditable: false };
    return [...shown, { ...more, title: `${count}`, classNames: ["is-more"], extendedProps: { day } }];
  });
}

function piece(kind, text) {
  const made = document.createElement("span");
  made.className = kind;
  made.dir = "auto";
  made.textContent = text;
  return made;
}

/** A booking is a button whose words are what it shows, and unseen what only its colours and place say. */
function drawn({ event, timeText }) {
  const { status, subject, user, hasLead } = event.extendedProps;
  if (event.display === "background") {
    const isElsewhere = event.classNames.includes("is-elsewhere");
    return { domNodes: isElsewhere ? [piece("elsewhere", [words.elsewhere, user].filter(Boolean).join(" · "))] : [] };
  }
  const button = document.createElement("button");
  button.type = "button";
  if (status) {
    button.append(piece("at", timeText.split(/ ?[-–] ?/)[0]), " ", piece("who", event.title || (hasLead ? words.visitor : words.nobody)));
    if (subject && view !== "month") button.append(" ", piece("what", subject));
    button.append(" ", piece("unseen", [user, words[status]].join(", ")));
  } else if (isPhone.matches) button.append(piece("count", event.title), " ", piece("unseen", words.bookings));
  else button.append(words.more.replace("{count}", event.title));
  return { domNodes: [button] };
}

const CLAIMS = "[role], [aria-label], [aria-colindex], [aria-rowindex], [aria-colcount], [aria-rowcount], article[tabindex]";

/** The component calls itself a table, which its parts do not bear out, and its events buttons: ours are. */
function plain() {
  for (const part of root.querySelectorAll(CLAIMS)) {
    for (const name of part.getAttributeNames()) {
      if (name === "role" || name === "tabindex" || name.startsWith("aria-")) part.removeAttribute(name);
    }
  }
}

/** Where a dragged booking was let go, on the user's wall clock. */
function droppedAt({ event, delta }) {
  const moved = asUtc(event.extendedProps.start);
  moved.setUTCMonth(moved.getUTCMonth() + (delta.months ?? 0), moved.getUTCDate() + (delta.days ?? 0));
  moved.setUTCSeconds(moved.getUTCSeconds() + (delta.seconds ?? 0));
  return moved.toISOString();
}

async function move(info) {
  const wanted = droppedAt(info);
  const body = new URLSearchParams({ day: dayOf(wanted), at: wanted.slice(11, 16) });
  const headers = { Accept: "application/json", "X-Form-Token": token };
  try {
    const answer = await fetch(`/app/bookings/${info.event.id}/move`, { method: "POST", body, headers });
    if (answer.ok) {
      const told = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}")["frontdesk:toast"];
      if (told) toast(told.words);
    } else {
      info.revert();
      toast((await answer.json()).message, "bad");
    }
  } catch {
    info.revert();
    toast(document.getElementById("lost").content.textContent.trim(), "bad");
  }
  calendar.refetchEvents();
}

function bookAt({ dateStr, allDay }) {
  const query = new URLSearchParams({ date: dayOf(dateStr) });
  if (!allDay) query.set("time", dateStr.slice(11, 16));
  if (whose?.value) query.set("user", whose.value);
  loadSheet(`/app/bookings/new?${query}`);
}

function look({ event, jsEvent }) {
  // A key pressed on the button in an event is a click too, and comes twice: the click is enough.
  if (jsEvent.type === "keydown") return;
  if (event.extendedProps.day) show("day", event.extendedProps.day);
  else if (event.extendedProps.status) loadSheet(`/app/bookings/${event.id}/card`);
}

function remember({ startStr, endStr, view: shown }) {
  view = Object.keys(VIEWS).find((name) => VIEWS[name] === shown.type);
  document.getElementById("calendar-title").textContent = titleOf(view, startStr, endStr);
  document.querySelector(`input[name=view][value=${view}]`).checked = true;
  const day = view === "month" ? dayOf(inMonth(startStr)) : dayOf(startStr);
  const query = new URLSearchParams({ view, date: day });
  if (whose?.value) query.set("user", whose.value);
  history.replaceState(history.state, "", `/app/calendar?${query}`);
}

function show(name, date) {
  view = name;
  if (date) calendar.setOption("date", date);
  calendar.setOption("view", VIEWS[name]);
}

const calendar = EventCalendar.create(root, {
  view: VIEWS[view],
  date: /^\d{4}-\d\d-\d\d$/.test(asked.get("date") ?? "") ? asked.get("date") : settings.today,
  timeZone: settings.offset,
  locale: settings.locale,
  firstDay: settings.firstDay,
  headerToolbar: { start: "", center: "", end: "" },
  height: "100%",
  allDaySlot: false,
  nowIndicator: true,
  scrollTime: "08:00:00",
  slotDuration: "00:30:00",
  slotLabelInterval: "01:00:00",
  slotHeight: Math.max(30, Math.ceil((root.clientHeight - HEAD_PIXELS) / HALF_HOURS)),
  snapDuration: settings.snapSeconds,
  slotEventOverlap: false,
  eventDurationEditable: false,
  editable: true,
  pointer: true,
  lazyFetching: false,
  eventLongPressDelay: 400,
  eventSources: [{ events: fetchEvents }],
  eventContent: drawn,
  eventClick: look,
  eventDrop: move,
  dateClick: bookAt,
  datesSet: remember,
  views: {
    timeGridWeek: { dayHeaderFormat: { weekday: "short", day: "numeric" } },
    timeGridDay: { dayHeaderFormat: { weekday: "long", day: "numeric" } },
    dayGridMonth: { dayHeaderFormat: { weekday: "short" } },
  },
});

plain();
new MutationObserver(plain).observe(root, { childList: true, subtree: true });

for (const button of document.querySelectorAll("[data-go]")) {
  button.addEventListener("click", () => {
    if (button.dataset.go === "today") calendar.setOption("date", settings.today);
    else calendar[button.dataset.go]();
  });
}
for (const choice of document.querySelectorAll("input[name=view]")) {
  choice.addEventListener("change", () => show(choice.value));
}
whose?.addEventListener("change", () => calendar.refetchEvents());
withCancelled.addEventListener("change", () => calendar.refetchEvents());
document.addEventListener("frontdesk:changed", () => calendar.refetchEvents());
listen();
