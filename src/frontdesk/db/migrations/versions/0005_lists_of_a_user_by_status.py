"""An index for the list of one user's bookings in one status.

Without it such a list reads the user's whole history, or all of the sub-account's bookings in that status, to
find the few that are both: 178,000 rows for four, measured with a million bookings.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

NEWEST_OF_USER_BY_STATUS = """
CREATE INDEX bookings_newest_of_user_by_status ON bookings
    (sub_account_id, regular_user_id, status, starts_at DESC, id DESC)
"""


def upgrade() -> None:
    op.execute(NEWEST_OF_USER_BY_STATUS)


def downgrade() -> None:
    op.execute("DROP INDEX bookings_newest_of_user_by_status")
