"""Making sub-accounts and users."""

from collections.abc import Callable

import pytest

from frontdesk.assembly import Services
from frontdesk.errors import InvalidTimezone, NotFound, Unauthorized, ValidationFailed
from frontdesk.tenancy.principal import Role
from tests.conftest import Account


async def test_an_account_comes_with_an_owner_two_keys_and_a_password(services: Services) -> None:
    made = await services.tenancy.create_account("Acme", "made@example.com", timezone="Europe/Berlin")

    principal = await services.tenancy.authenticate(made.api_key)
    assert (principal.sub_account_id, principal.user_id, principal.role) == (
        made.sub_account_id,
        made.user_id,
        "owner",
    )
    assert (await services.tenancy.account_of_widget(made.widget_key)).id == made.sub_account_id
    assert await services.tenancy.sign_in("made@example.com", made.password) == principal
    assert await services.tenancy.front_desk(made.sub_account_id) == principal


async def test_a_given_password_is_the_password(services: Services) -> None:
    made = await services.tenancy.create_account(
        "Acme", "given@example.com", timezone="UTC", password="correct horse"
    )

    assert made.password == "correct horse"
    assert (await services.tenancy.sign_in("given@example.com", "correct horse")).user_id == made.user_id


async def test_a_widget_key_opens_no_api(services: Services, account: Account) -> None:
    with pytest.raises(Unauthorized):
        await services.tenancy.authenticate(account.widget_key)
    with pytest.raises(NotFound):
        await services.tenancy.account_of_widget(account.api_key)


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [
        ("", "ann@example.com", "name"),
        ("  ", "ann@example.com", "name"),
        ("Acme", "ann", "email"),
        ("Acme", "@example.com", "email"),
        ("Acme", "ann@", "email"),
        ("Acme", " ann@example.com", "email"),
    ],
)
async def test_a_person_without_name_or_address_is_refused(
    services: Services, name: str, email: str, field: str
) -> None:
    with pytest.raises(ValidationFailed, match=f"request. {field}: "):
        await services.tenancy.create_account(name, email, timezone="UTC")


async def test_a_refused_account_leaves_nothing_behind(services: Services, account: Account) -> None:
    with pytest.raises(InvalidTimezone):
        await services.tenancy.create_account("Acme", "from.mars@example.com", timezone="Mars/Olympus")

    assert await services.db.find_sign_ins("from.mars@example.com") == []


@pytest.mark.parametrize("spell", [str, str.upper])
async def test_two_users_of_an_account_cannot_share_an_address(
    services: Services, account: Account, spell: Callable[[str], str]
) -> None:
    with pytest.raises(ValidationFailed, match="has that address already"):
        await services.tenancy.create_user(account.sub_account_id, spell(account.email), role="member")


@pytest.mark.parametrize("role", ["owner", "king", ""])
async def test_only_admins_and_members_are_added(services: Services, account: Account, role: Role) -> None:
    with pytest.raises(ValidationFailed, match="role: must be one of admin, member"):
        await services.tenancy.create_user(account.sub_account_id, "ann@example.com", role=role)


async def test_a_user_cannot_be_added_to_a_sub_account_that_does_not_exist(services: Services) -> None:
    with pytest.raises(NotFound, match="There is no sub-account 999999"):
        await services.tenancy.create_user(999_999, "ann@example.com", role="member")
