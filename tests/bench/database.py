"""The database of the benchmarks; known before Django is set up, because the settings read the environment once."""

import os

import psycopg2

DATABASE = "portal_bench"


def use_own_database() -> None:
    """Point DATABASE_URL at a database for benchmarks on the session's server; call before Django is set up."""
    address = os.environ["DATABASE_URL"]
    server, _slash, rest = address.rpartition("/portal") if "/portal" in address else address.rpartition("/")
    link = psycopg2.connect(address)
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    link.close()
    parameters = rest[rest.index("?") :] if "?" in rest else ""
    os.environ["DATABASE_URL"] = f"{server}/{DATABASE}{parameters}"
