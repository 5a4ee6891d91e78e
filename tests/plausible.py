"""Values that a request may well have, by the name of the field. A machine that makes requests up needs them.

They are Wednesday, 2 December 2026, as seen from the clock of the tests, two days before.
"""

from typing import Any

VALUES: dict[str, Any] = {
    "bookings": [{"date": "2026-12-02", "time": "11:00"}],
    "bookingsTime": {"slots": [{"day": 3, "start": "09:00", "end": "17:00"}]},
    "content": "Can I come on December 3 at 11am?",
    "date": "2026-12-02",
    "duration": 30,
    "email": "somebody@example.com",
    "from": "2026-12-02",
    "name": "Somebody",
    "new": "a better password",
    "password": "a good password",
    "phone": "+12125550123",
    "privateIntegrationToken": "pit-fresh",
    "role": "member",
    "startsAt": "2026-12-02T10:00:00-05:00",
    "time": "11:00",
    "timezone": "America/New_York",
    "to": "2026-12-04",
}
# In a query, `from` and `to` are instants.
INSTANTS = {"from": "2026-12-01T00:00:00Z", "to": "2026-12-31T00:00:00Z"}
