"""What a key claims, and what is kept of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.tenancy import keys

SUB_ACCOUNTS = st.integers(0, 2**63 - 1)


@given(sub_account_id=SUB_ACCOUNTS)
def test_a_key_says_which_sub_account_it_is_for(sub_account_id: int) -> None:
    assert keys.claimed_sub_account(keys.new_api_key(sub_account_id)) == sub_account_id
    assert keys.claimed_sub_account(keys.new_widget_key(sub_account_id)) == sub_account_id


@given(text=st.text(max_size=90))
def test_any_other_text_claims_nothing(text: str) -> None:
    assert keys.claimed_sub_account(text) is None


@pytest.mark.parametrize(
    "key",
    [
        "fdk_1_short",
        "fdk_1_" + "a" * 65,
        "fdk__" + "a" * 43,
        "fdx_1_" + "a" * 43,
        "fdk_A_" + "a" * 43,
        "fdk_-1_" + "a" * 43,
        "fdk_1_" + "a" * 42 + "\n",
        "fdk_zzzzzzzzzzzzz_" + "a" * 43,  # more than a bigint holds
    ],
)
def test_what_only_looks_like_a_key_claims_nothing(key: str) -> None:
    assert keys.claimed_sub_account(key) is None


def test_no_two_keys_are_the_same() -> None:
    assert (
        len({keys.new_api_key(1) for _ in range(100)} | {keys.new_widget_key(1) for _ in range(100)}) == 200
    )


def test_the_kept_hash_does_not_hold_the_key() -> None:
    key = keys.new_api_key(1)

    assert len(keys.hash_key(key)) == 32
    assert key.encode() not in keys.hash_key(key)
    assert keys.hash_key(key) == keys.hash_key(key) != keys.hash_key(keys.new_api_key(1))
