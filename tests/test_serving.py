"""Serving inside a program."""

import socket

import httpx
import pytest
from litestar import Litestar

from frontdesk.serving import AddressInUse, serving


async def test_the_address_answers_as_soon_as_it_is_given(app: Litestar) -> None:
    async with serving(app) as base_url, httpx.AsyncClient(base_url=base_url, verify=False) as http:
        answer = await http.get("/healthz")

    assert answer.json() == {"status": "ok"}


async def test_a_busy_port_is_told_in_one_sentence(app: Litestar) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressInUse, match=f"127.0.0.1 port {port} "):
            async with serving(app, port=port):
                raise AssertionError("nobody should get here")


async def test_the_port_is_free_again_afterwards(app: Litestar) -> None:
    async with serving(app) as base_url:
        port = int(base_url.rsplit(":", 1)[1])

    with socket.create_server(("127.0.0.1", port)) as again:
        assert again.getsockname()[1] == port
