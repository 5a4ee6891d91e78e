"""Which webhooks are let in, and what is read of the vendor's own samples."""

import json
from datetime import UTC, datetime

import pytest

from frontdesk.calendars.deliveries import Irrelevant, NotGenuine
from frontdesk.calendars.gohighlevel.webhooks import BUILT_IN, WebhookDoor
from tests.calendars.signing import KEY as VENDOR
from tests.calendars.signing import (
    OTHER_KEY,
    SAMPLES,
    legacy_key,
    public,
    sample,
    signed,
    signed_the_old_way,
)

ALL = sorted(path.stem for path in SAMPLES.glob("*.json"))
# What becomes of each documented payload: its kind, or that nothing follows from it.
FOLLOWED = {
    "AppInstall.agency": "install",
    "AppInstall.location": "install",
    "AppInstall.location-whitelabel": "install",
    "AppInstall.with-envelope": "install",
    "AppUninstall.agency": "uninstall",
    "AppUninstall.location": "uninstall",
    "AppointmentCreate": "event",
    "AppointmentDelete": "event",
    "AppointmentDelete.as-documented": "event",
    "AppointmentUpdate": "event",
    "AppointmentUpdate.as-documented": "event",
    "ContactCreate": "contact",
    "ContactDelete": "contact",
    "ContactDndUpdate": "contact",
    "ContactTagUpdate": "contact",
    "ContactUpdate": "contact",
}


def door(*keys: str, client_id: str | None = None) -> WebhookDoor:
    return WebhookDoor(keys or (public(VENDOR),), client_id=client_id)


def lower(headers: dict[str, str]) -> dict[str, str]:
    """Return headers as the server hands them on."""
    return {name.lower(): value for name, value in headers.items()}


@pytest.mark.parametrize("name", ALL)
def test_every_documented_sample_is_followed_or_dropped_for_its_type(name: str) -> None:
    body = sample(name)

    if name in FOLLOWED:
        assert door().open(body, lower(signed(body))).kind == FOLLOWED[name]
    else:
        with pytest.raises(Irrelevant, match="nothing follows from its type"):
            door().open(body, lower(signed(body)))


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "headers", [{}, {"x-ghl-signature": "N/A"}, {"x-ghl-signature": "N/A", "x-wh-signature": "N/A"}]
)
def test_no_sample_is_let_in_unsigned(name: str, headers: dict[str, str]) -> None:
    with pytest.raises(NotGenuine):
        door(public(VENDOR), public(legacy_key())).open(sample(name), headers)


def test_there_are_as_many_samples_as_the_vendor_documents() -> None:
    assert len(ALL) == 36


def test_a_body_changed_by_one_byte_is_not_genuine() -> None:
    body = sample("AppointmentUpdate")
    headers = lower(signed(body))

    for place in range(0, len(body), 7):
        changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        with pytest.raises(NotGenuine):
            door().open(changed, headers)


def test_a_key_that_was_replaced_opens_nothing_and_one_beside_it_does() -> None:
    body = sample("ContactUpdate")

    assert door(public(OTHER_KEY), public(VENDOR)).open(body, lower(signed(body))).kind == "contact"
    with pytest.raises(NotGenuine):
        door(public(OTHER_KEY)).open(body, lower(signed(body)))


def test_the_old_header_counts_only_where_an_rsa_key_is_set() -> None:
    body = sample("ContactUpdate")
    headers = lower(signed_the_old_way(body))

    assert door(public(VENDOR), public(legacy_key())).open(body, headers).kind == "contact"
    with pytest.raises(NotGenuine):
        door(public(VENDOR)).open(body, headers)
    with pytest.raises(NotGenuine):
        door(public(VENDOR), public(legacy_key())).open(body, {"x-ghl-signature": headers["x-wh-signature"]})


def test_the_vendors_own_keys_are_built_in_and_are_not_the_tests() -> None:
    body = sample("ContactUpdate")

    with pytest.raises(NotGenuine):
        door(*BUILT_IN).open(body, {**lower(signed(body)), **lower(signed_the_old_way(body))})


def test_an_event_tells_which_calendar_and_whose_time() -> None:
    body = sample("AppointmentCreate", timestamp="2026-11-30T13:00:00.000Z", webhookId="w-1")

    hint = door().open(body, lower(signed(body)))

    assert (hint.delivery_id, hint.location_id) == ("w-1", "0007BWpSzSwfiuSl0tR2")
    assert (hint.subject_id, hint.calendar_id) == ("0007BWpSzSwfiuSl0tR2", "BqTwX8QFwXzpegMve9EQ")
    assert hint.person_ids == ("9NkT25Vor1v4aQatFsv2", "YlWd2wuCAZQzh2cH1fVZ")
    assert hint.sent_at == datetime(2026, 11, 30, 13, tzinfo=UTC)


def test_members_under_data_are_read_like_those_on_top() -> None:
    inner = json.loads(sample("AppointmentCreate"))
    body = json.dumps({"type": inner.pop("type"), "webhookId": "w-2", "data": inner}).encode()

    hint = door().open(body, lower(signed(body)))

    assert (hint.delivery_id, hint.location_id, hint.calendar_id) == (
        "w-2", inner["locationId"], inner["appointment"]["calendarId"]
    )  # fmt: skip


def test_without_an_id_of_its_own_a_delivery_is_known_by_its_content() -> None:
    first, same, other = (sample("ContactUpdate", name=name) for name in ("Ann", "Ann", "Bob"))

    ids = [door().open(body, lower(signed(body))).delivery_id for body in (first, same, other)]

    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("name", ["AppInstall.location", "AppUninstall.location"])
def test_another_apps_coming_and_going_is_none_of_ours(name: str) -> None:
    body = sample(name)

    ours = door(public(VENDOR), client_id="ve9EPM428h8vShlRW1KT-suffix").open(body, lower(signed(body)))
    assert ours.location_id == "otg8dTQqGLh3Q6iQI55w"
    with pytest.raises(Irrelevant, match="another app"):
        door(public(VENDOR), client_id="another-suffix").open(body, lower(signed(body)))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"type": 7}',
        b'{"type": "ContactUpdate"}',
        b'{"type": "ContactUpdate", "id": ""}',
    ],
)
def test_what_cannot_be_read_is_dropped_although_it_is_signed(body: bytes) -> None:
    with pytest.raises(Irrelevant):
        door().open(body, lower(signed(body)))
