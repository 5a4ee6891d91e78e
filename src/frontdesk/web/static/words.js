// Days, times and tool calls in plain words. Pure: nothing here knows the page.

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];
const MOST_DAYS = 3;
const MOST_TIMES = 6;

const dayOf = (date) => new Date(`${date}T00:00:00Z`);

/** "2026-12-01" -> "Tuesday 1 December", the way the assistant says it. */
export function spokenDay(date) {
  const day = dayOf(date);
  return `${WEEKDAYS[day.getUTCDay()]} ${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]}`;
}

/** "2026-12-01" -> {month: "Dec", day: "1"}. */
export function calendarLeaf(date) {
  const day = dayOf(date);
  return { month: MONTHS[day.getUTCMonth()].slice(0, 3), day: String(day.getUTCDate()) };
}

/** "14:00" or "14:00:00" -> "2:00 PM". */
export function spokenTime(time) {
  const [hours, minutes] = time.split(":");
  return `${Number(hours) % 12 || 12}:${minutes} ${Number(hours) < 12 ? "AM" : "PM"}`;
}

/** "14:00" and 30 -> "2:00 – 2:30 PM"; the half of the day is said once when it is the same. */
export function spokenSpan(time, minutes) {
  const [hours, start] = time.split(":").map(Number);
  const end = hours * 60 + start + minutes;
  const until = spokenTime(`${Math.floor(end / 60) % 24}:${String(end % 60).padStart(2, "0")}`);
  const from = spokenTime(time);
  return `${from.slice(-2) === until.slice(-2) ? from.slice(0, -3) : from} – ${until}`;
}

/** 90 -> "1 hour 30 minutes". */
export function spokenDuration(minutes) {
  const parts = [[Math.floor(minutes / 60), "hour"], [minutes % 60, "minute"]];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}

/** "America/New_York" -> "New York time". */
export function spokenZone(zone) {
  const place = zone.split("/").at(-1).replaceAll("_", " ");
  return zone.includes("/") && !zone.startsWith("Etc/") ? `${place} time` : place;
}

/** What a tool call was about, for a person. */
export function progressOf({ name, arguments: asked }) {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(asked?.date ?? "") ? spokenDay(asked.date) : null;
  switch (name) {
    case "check_availability":
      return day ? `Looking at ${day}…` : "Looking at the calendar…";
    case "create_booking":
      return day ? `Booking ${day}…` : "Booking…";
    case "reschedule_booking":
      return day ? `Moving your booking to ${day}…` : "Moving your booking…";
    case "cancel_booking":
      return "Cancelling your booking…";
    case "list_bookings":
      return "Looking up your bookings…";
    case "hand_off_to_human":
      return "Asking a person to help…";
    default:
      return "One moment…";
  }
}

/**
 * The times a reply offers, by day: [{date, times: ["14:00", ...]}]. Those the reply names, if it names any
 * of that day; else some spread over the day. Only what a tool said is free is ever offered.
 */
export function offersOf({ reply, booking, toolCalls }) {
  if (booking) return [];
  const free = new Map();
  for (const { arguments: asked, result } of toolCalls) {
    const slots = result.slots ?? result.availableSlots ?? [];
    const date = result.date ?? asked.date;
    if (date && slots.length > 0) free.set(date, slots.map((slot) => slot.slice(0, 5)));
  }
  const days = [...free].map(([date, slots]) => ({ date, slots, named: named(reply, slots) }));
  const meant = days.some((day) => day.named.length > 0) ? days.filter((day) => day.named.length > 0) : days;
  return meant.slice(0, MOST_DAYS).map(({ date, slots, named: said }) => ({
    date,
    times: said.length > 0 ? said.slice(0, MOST_TIMES) : spread(slots),
  }));
}

const named = (reply, slots) =>
  slots.filter((slot) => new RegExp(`(^|[^\\d])${spokenTime(slot).replace(" ", "\\s?")}`, "i").test(reply));

function spread(slots) {
  if (slots.length <= MOST_TIMES) return slots;
  return Array.from({ length: MOST_TIMES }, (_, i) => slots[Math.round((i * (slots.length - 1)) / (MOST_TIMES - 1))]);
}
