"""The PostgreSQL database as it was at one moment, by its own programs, and back."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from accounts.audit.append_only import FUNCTION
from skinlesion.backup.refused import BackupRefused
from skinlesion.fsck.expected import FIELDS

FILE = "database.pgdump"
AS_MANY = 5000
# parameters of a connection that mean nothing to PostgreSQL's programs, and the one that nobody may read
OF_PYTHON = ("password", "cursor_factory", "context", "prepare_threshold")


@contextmanager
def snapshot(folder: Path) -> Iterator[Iterator[tuple[str, str]]]:
    """Write the database into the folder; gives storage and name of every file that its rows name.

    Dump and names come from the same exported snapshot, so that they agree to the row while the site writes on.
    """
    pg_dump = _program("pg_dump", at_least=server_version(), what="the server")
    # a connection of its own: the snapshot lives as long as this transaction
    with psycopg.connect(**connection.get_connection_params()) as holder:
        holder.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        holder.read_only = True
        (exported,) = holder.execute("SELECT pg_export_snapshot()").fetchone()
        wanted = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={exported}"]
        _run(pg_dump, *wanted, f"--file={folder / FILE}", f"--dbname={_address()}")
        yield _names(holder)


def _names(holder: psycopg.Connection) -> Iterator[tuple[str, str]]:
    for alias, fields in FIELDS.items():
        for model, field in fields:
            table, column = model._meta.db_table, model._meta.get_field(field).column
            with holder.cursor(name="backup_names", row_factory=psycopg.rows.tuple_row) as rows:
                rows.itersize = AS_MANY
                rows.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''")  # names of our own
                for (name,) in rows:
                    yield alias, name


def server_version() -> int:
    """Major version of the server."""
    connection.ensure_connection()
    return connection.connection.info.server_version // 10000


def refuse_unless_loadable(path: Path, server: int) -> None:
    """Look at the dump and at the programs before anything is touched.

    Raises:
        BackupRefused: the server is older than the dump's, or the programs are missing, too old, or cannot read it.
    """
    if server_version() < server:
        raise BackupRefused(
            f"The backup comes from PostgreSQL {server}, and this server is {server_version()}: an older one cannot "
            "take it back."
        )
    _run(_program("pg_restore", at_least=server, what="the backup"), "--list", str(path))


def load(path: Path) -> None:
    """Put the dump in the place of the empty tables; all of it or nothing."""
    pg_restore = _program("pg_restore", at_least=server_version(), what="the server")
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True) + ["django_migrations"]:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        cursor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}()")  # the dump brings its own
    address = f"--dbname={_address()}"
    connection.close()
    _run(pg_restore, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", address, str(path))


def _program(name: str, *, at_least: int, what: str) -> str:
    program = shutil.which(name)
    if program is None:
        raise BackupRefused(f"The program {name} is missing: install PostgreSQL's client, version {at_least} or newer.")
    found = re.search(r"(\d+)", _run(program, "--version"))
    if not found or int(found[1]) < at_least:
        said = found[1] if found else "unknown"
        raise BackupRefused(
            f"{name} is of version {said}, and {what} of {at_least}: install {name} {at_least} or newer."
        )
    return program


def _address() -> str:
    """Without the password, which would stand in the list of processes."""
    params = connection.get_connection_params()
    return make_conninfo(**{name: value for name, value in params.items() if name not in OF_PYTHON})


def _run(*command: str) -> str:
    password = connection.settings_dict.get("PASSWORD") or ""
    environment = {"LC_ALL": "C", "HOME": str(Path.home()), **({"PGPASSWORD": password} if password else {})}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise BackupRefused(f"{Path(command[0]).name} failed: {run.stderr.strip()[-500:]}")
    return run.stdout
