// Days, times and tool calls in words. Pure: nothing here knows the page.

const MOST_DAYS = 3;
const MOST_TIMES = 6;

const dayOf = (date) => new Date(`${date}T00:00:00Z`);
const momentOf = (time) => new Date(`2000-01-01T${time.slice(0, 5)}:00Z`);
/** Without the narrow spaces that few fonts have. */
const plain = (text) => text.replace(/[\u202f\u2009]/g, " ");

/** Put values into a sentence of the catalogue: fill("Looking at {day}", {day}). */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** Writes days and times by the customs of a locale, in the words of a catalogue. */
export class Speech {
  constructor(words, language, preferred) {
    this.words = words;
    this.locale = preferred.find((tag) => tag.toLowerCase().split("-")[0] === language) ?? language;
  }

  #written(options, moment) {
    return plain(new Intl.DateTimeFormat(this.locale, { timeZone: "UTC", ...options }).format(moment));
  }

  /** "2026-12-01" -> "Tuesday, December 1". */
  day(date) {
    return this.#written({ weekday: "long", month: "long", day: "numeric" }, dayOf(date));
  }

  /** "2026-12-01" -> {month: "Dec", day: "1"}. */
  leaf(date) {
    return { month: this.#written({ month: "short" }, dayOf(date)).replace(".", ""), day: String(dayOf(date).getUTCDate()) };
  }

  /** "14:00" or "14:00:00" -> "2:00 PM". */
  time(time) {
    return this.#written({ hour: "numeric", minute: "2-digit" }, momentOf(time));
  }

  /** "14:00" and 30 -> "2:00 – 2:30 PM". */
  span(time, minutes) {
    const start = momentOf(time);
    const format = new Intl.DateTimeFormat(this.locale, { timeZone: "UTC", hour: "numeric", minute: "2-digit" });
    return plain(format.formatRange(start, new Date(start.getTime() + minutes * 60_000)));
  }

  /** 90 -> "1 hour 30 minutes". */
  duration(minutes) {
    const said = (count, unit) => new Intl.NumberFormat(this.locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
    const parts = [[Math.floor(minutes / 60), "hour"], [minutes % 60, "minute"]];
    return parts.filter(([count]) => count > 0).map(([count, unit]) => said(count, unit)).join(" ");
  }

  /** "America/New_York" -> "New York time". */
  zone(zone) {
    const city = zone.split("/").at(-1).replaceAll("_", " ");
    return zone.includes("/") && !zone.startsWith("Etc/") ? fill(this.words.zoneTime, { city }) : city;
  }

  /** In which zone times are shown. */
  zoneNote(zone) {
    return fill(this.words.zoneNote, { zone: this.zone(zone) });
  }

  /** What a visitor says who chooses a time. */
  choice(date, time) {
    return fill(this.words.dayAtTime, { day: this.day(date), time: this.time(time) });
  }

  /** What a tool call is about, for a person. */
  progress({ name, arguments: asked }) {
    const known = this.words.progress;
    const day = /^\d{4}-\d\d-\d\d$/.test(asked?.date ?? "") ? this.day(asked.date) : null;
    return day && known[`${name}_day`] ? fill(known[`${name}_day`], { day }) : known[name] ?? known.other;
  }
}

/**
 * The times a reply offers, by day: [{date, times: ["14:00", ...]}]. Those the reply names, if it names any
 * of that day; else some spread over the day. Only what a tool said is free is ever offered.
 */
export function offersOf({ reply, booking, toolCalls }) {
  if (booking) return [];
  const free = new Map();
  for (const { arguments: asked, result } of toolCalls ?? []) {
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

/** Those of some times that a reply names, as 14:00 or 2:00 PM or 2:00 p. m. */
function named(reply, slots) {
  return slots.filter((slot) => {
    const [hours, minutes] = slot.split(":");
    const half = `${Number(hours) % 12 || 12}:${minutes}\\s?${Number(hours) < 12 ? "a" : "p"}\\.?\\s?m`;
    return new RegExp(`(^|[^\\d])(${half}|0?${Number(hours)}:${minutes}(?!\\s?[ap]\\.?\\s?m)(?!\\d))`, "i").test(reply);
  });
}

function spread(slots) {
  if (slots.length <= MOST_TIMES) return slots;
  return Array.from({ length: MOST_TIMES }, (_, i) => slots[Math.round((i * (slots.length - 1)) / (MOST_TIMES - 1))]);
}
