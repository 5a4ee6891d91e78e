// A booking as an iCalendar file (RFC 5545), made in the browser.

const utc = (instant) => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, "");
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** Lines are at most 75 octets; a longer one goes on after a line break and a space. */
function folded(line) {
  const encoder = new TextEncoder();
  const lines = [""];
  for (const letter of line) {
    if (encoder.encode(lines.at(-1) + letter).length > 74) lines.push(" ");
    lines[lines.length - 1] += letter;
  }
  return lines.join("\r\n");
}

/** Return the text of an .ics file for a booking with a business. */
export function calendarFile(booking, business) {
  const { subject, location } = booking.details;
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//frontdesk//chat//EN",
    "BEGIN:VEVENT",
    `UID:booking-${booking.subAccountId}-${booking.id}@${window.location.hostname}`,
    `DTSTAMP:${utc(booking.updatedAt)}`,
    `DTSTART:${utc(booking.startsAt)}`,
    `DTEND:${utc(booking.endsAt)}`,
    `SUMMARY:${escaped(subject ? `${subject} (${business})` : `Appointment with ${business}`)}`,
    ...(location ? [`LOCATION:${escaped(location)}`] : []),
    `STATUS:${booking.status === "confirmed" ? "CONFIRMED" : "TENTATIVE"}`,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].map(folded).join("\r\n");
}

/** Hand the file to the browser as a download. */
export function download(booking, business) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([calendarFile(booking, business)], { type: "text/calendar" }));
  link.download = "appointment.ics";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
