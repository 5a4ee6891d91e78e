// The list and the page of a booking look again when something has changed.

import { listen } from "./live.js";

const filters = document.getElementById("filters");

if (filters) {
  filters.addEventListener("input", keepAddress);
  document.addEventListener("frontdesk:changed", () => filters.dispatchEvent(new CustomEvent("frontdesk:again")));
} else {
  document.addEventListener("frontdesk:changed", () => {
    if (!document.getElementById("sheet").open) location.reload();
  });
}

/** The address says what is shown, so that it can be kept and shared. */
function keepAddress() {
  const named = [...new FormData(filters)].filter(([, value]) => value);
  const query = new URLSearchParams(named).toString();
  history.replaceState(history.state, "", query ? `/app/bookings?${query}` : "/app/bookings");
}

listen();
