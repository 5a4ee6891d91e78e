"""The widget as sites get it: one small script, put together from its modules."""

import gzip
import re

import httpx

from frontdesk.web.widget_script import CHAT, MODULES, needed_by

MOST_BYTES = 20_000


async def test_the_widget_is_small_as_it_travels(web: httpx.AsyncClient) -> None:
    async with web.stream("GET", "/widget.js", headers={"Accept-Encoding": "gzip"}) as answer:
        travelled = b"".join([piece async for piece in answer.aiter_raw()])

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(travelled) <= MOST_BYTES, f"{len(travelled):,} bytes"
    assert b"customElements.define" in gzip.decompress(travelled)


async def test_who_cannot_unpack_gets_the_same_script(web: httpx.AsyncClient) -> None:
    packed = await web.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    plain = await web.get("/widget.js", headers={"Accept-Encoding": "identity"})

    assert "Content-Encoding" not in plain.headers
    assert plain.text == packed.text
    assert plain.headers["Content-Type"].startswith("text/javascript")


async def test_a_browser_that_has_it_is_not_sent_it_again(web: httpx.AsyncClient) -> None:
    first = await web.get("/widget.js")

    again = await web.get("/widget.js", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert "max-age=3600" in first.headers["Cache-Control"]


def test_every_module_stands_behind_those_it_needs() -> None:
    assert {path.stem for path in CHAT.glob("*.js")} == set(MODULES)
    for position, name in enumerate(MODULES):
        assert set(needed_by(name)) <= set(MODULES[:position]), name


async def test_nothing_of_modules_is_left_and_no_name_is_given_twice(web: httpx.AsyncClient) -> None:
    script = (await web.get("/widget.js")).text

    assert re.findall(r"^(?:import|export)\b.*", script, re.MULTILINE) == []
    names = re.findall(r"^(?:async )?(?:const|let|class|function\*?) (\w+)", script, re.MULTILINE)
    assert len(names) > 20
    assert len(names) == len(set(names))
