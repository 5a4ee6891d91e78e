"""What is sealed opens for the right key, purpose and context, and for nothing else."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.sealing import SealBroken, Sealer

OLD, NEW = b"o" * 32, b"n" * 32
SEALER = Sealer((NEW, OLD), "tests")


class Ticket(msgspec.Struct, frozen=True):
    number: int
    name: str


@given(plain=st.binary(max_size=200), context=st.text(max_size=40))
def test_what_was_sealed_opens_as_it_was(plain: bytes, context: str) -> None:
    assert SEALER.open(SEALER.seal(plain, context), context) == plain


@given(plain=st.binary(max_size=60), where=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_changed_bit_breaks_the_seal(plain: bytes, where: int, bit: int) -> None:
    sealed = bytearray(SEALER.seal(plain, "row 1"))
    sealed[where % len(sealed)] ^= 1 << bit

    with pytest.raises(SealBroken):
        SEALER.open(bytes(sealed), "row 1")


@given(plain=st.binary(max_size=60), cut=st.integers(min_value=1))
def test_a_shortened_text_does_not_open(plain: bytes, cut: int) -> None:
    sealed = SEALER.seal(plain, "row 1")

    with pytest.raises(SealBroken):
        SEALER.open(sealed[: -(cut % len(sealed)) or None][:-1], "row 1")


@given(ours=st.text(max_size=20), theirs=st.text(max_size=20))
def test_a_text_sealed_for_one_row_opens_for_no_other(ours: str, theirs: str) -> None:
    sealed = SEALER.seal(b"token", ours)

    if ours == theirs:
        assert SEALER.open(sealed, theirs) == b"token"
    else:
        with pytest.raises(SealBroken):
            SEALER.open(sealed, theirs)


def test_the_same_text_is_never_sealed_the_same_twice() -> None:
    assert SEALER.seal(b"token", "") != SEALER.seal(b"token", "")


def test_another_purpose_does_not_open_it() -> None:
    with pytest.raises(SealBroken):
        Sealer((NEW, OLD), "other").open(SEALER.seal(b"token", ""), "")


def test_a_rotated_key_still_opens_and_a_dropped_one_does_not() -> None:
    sealed_before = Sealer((OLD,), "tests").seal(b"token", "")

    assert SEALER.open(sealed_before, "") == b"token"
    with pytest.raises(SealBroken):
        Sealer((NEW,), "tests").open(sealed_before, "")


def test_the_first_key_seals() -> None:
    assert Sealer((NEW,), "tests").open(SEALER.seal(b"token", ""), "") == b"token"


@given(number=st.integers(-(2**63), 2**63 - 1), name=st.text(max_size=40))
def test_a_token_carries_a_value_through_any_header(number: int, name: str) -> None:
    token = SEALER.seal_text(Ticket(number, name), "ticket")

    assert token.isascii()
    assert token.replace("-", "").replace("_", "").isalnum()
    assert SEALER.open_text(token, Ticket, "ticket") == Ticket(number, name)


@given(token=st.text(max_size=120))
def test_any_other_text_is_no_token(token: str) -> None:
    with pytest.raises(SealBroken):
        SEALER.open_text(token, Ticket, "ticket")


def test_a_token_of_another_shape_is_none() -> None:
    with pytest.raises(SealBroken):
        SEALER.open_text(SEALER.seal_text({"number": "seven"}), Ticket)
