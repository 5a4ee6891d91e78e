"""Whether a login could do more than the server's role, whatever role it has taken on for now."""

import asyncpg

# Whom it could become: whoever steps around row-level security, makes roles, owns the database or something
# in it, or is let see more by a policy than the server's role.
POWER = """
SELECT EXISTS (
    SELECT FROM pg_roles r
    WHERE pg_has_role(session_user, r.oid, 'MEMBER')
      AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole
           OR EXISTS (SELECT FROM pg_database d WHERE d.datname = current_database() AND d.datdba = r.oid)
           OR EXISTS (SELECT FROM pg_class c
                      WHERE c.relnamespace = 'public'::regnamespace AND c.relowner = r.oid)
           OR EXISTS (SELECT FROM pg_policy p WHERE r.oid = ANY(p.polroles) AND r.rolname <> $1)))
"""


async def has_power(connection: asyncpg.Connection | asyncpg.Pool, server_role: str) -> bool:
    """Say whether who logged in could see or do more than the server's role."""
    return bool(await connection.fetchval(POWER, server_role))
