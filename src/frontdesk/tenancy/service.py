"""The front door to WHO, in three parts: accounts, people, and telling who is calling."""

from frontdesk.tenancy.accounts import Accounts
from frontdesk.tenancy.authentication import Authentication
from frontdesk.tenancy.people import People


class TenancyService(Accounts, People, Authentication):
    """WHO. Each part is a file of its own and stands on the same ground; callers need not know which."""
