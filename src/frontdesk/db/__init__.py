"""The database: embedded server, pool, tenant transactions, migrations."""
