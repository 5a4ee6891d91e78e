"""What an agency's person does in a sub-account is theirs, not the owner's in whose place they act."""

from alembic import op

revision = "0037"
down_revision = "0036"

STATEMENTS = (
    """
    ALTER TABLE messages
        ADD COLUMN agency_person_id bigint,
        DROP CONSTRAINT messages_by_user,
        ADD CONSTRAINT messages_by_a_person
            CHECK (num_nonnulls(user_id, agency_person_id) = CASE author WHEN 'user' THEN 1 ELSE 0 END)
    """,
    "ALTER TABLE suggestions ADD COLUMN decided_by_agency_person bigint",
    """
    ALTER TABLE assistant_versions
        ADD COLUMN agency_person_id bigint,
        ALTER COLUMN user_id DROP NOT NULL,
        ADD CONSTRAINT assistant_versions_by CHECK (num_nonnulls(user_id, agency_person_id) = 1)
    """,
    """
    ALTER TABLE connect_attempts
        ADD COLUMN agency_id bigint,
        ADD COLUMN agency_person_id bigint,
        ADD CONSTRAINT connect_attempts_of_agency CHECK ((agency_id IS NULL) = (agency_person_id IS NULL)),
        ADD CONSTRAINT connect_attempts_agency_person
            FOREIGN KEY (agency_id, agency_person_id) REFERENCES agency_people (agency_id, id)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would lose who did what")
