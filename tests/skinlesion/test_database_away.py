"""Which errors of the database pass by themselves: shown with errors that SQLite and PostgreSQL really raise."""

import sqlite3

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.utils import DatabaseErrorWrapper

from skinlesion.database_away import database_away
from tests.flows.processes import free_port


class Other:
    """What Django's translation of a driver's errors asks of a database, for one that the tests do not run on."""

    def __init__(self, driver):
        self.Database, self.errors_occurred = driver, False


def as_django_raises(driver, act) -> Exception:
    """The error of `act`, translated as Django translates those of that driver."""
    with pytest.raises((OperationalError, InterfaceError)) as caught, DatabaseErrorWrapper(Other(driver)):
        act()
    return caught.value


def of_code(code: str) -> Exception:
    """PostgreSQL's error with that code, as Django raises it."""

    def fail():
        raise psycopg.errors.lookup(code)("said by the server")

    return as_django_raises(psycopg, fail)


def test_a_server_that_is_not_there():
    def connect():
        psycopg.connect(f"postgres://postgres@127.0.0.1:{free_port()}/none", connect_timeout=2)

    assert database_away(as_django_raises(psycopg, connect))


@pytest.mark.parametrize("code", ["57P01", "57P02", "57P03", "53300", "08006", "40001", "40P01"])
def test_a_server_that_goes_comes_or_asks_to_try_again(code):
    assert database_away(of_code(code))


@pytest.mark.parametrize("code", ["57014", "53100", "53200"])
def test_a_cancelled_query_or_a_full_machine_do_not_pass_by_themselves(code):
    assert not database_away(of_code(code))


def test_sqlite_that_somebody_else_writes_to(tmp_path):
    ours, theirs = (sqlite3.connect(tmp_path / "busy.sqlite3", timeout=0.05, isolation_level=None) for _ in range(2))
    theirs.execute("BEGIN IMMEDIATE")
    try:
        assert database_away(as_django_raises(sqlite3, lambda: ours.execute("BEGIN IMMEDIATE")))
    finally:
        ours.close()
        theirs.close()


def test_a_table_that_is_missing_stays_missing(tmp_path):
    database = sqlite3.connect(tmp_path / "empty.sqlite3")
    try:
        assert not database_away(as_django_raises(sqlite3, lambda: database.execute("SELECT * FROM nothing")))
    finally:
        database.close()


def test_a_connection_that_the_program_itself_finds_closed():
    assert database_away(InterfaceError("connection already closed"))


def test_an_error_raised_while_the_database_was_away():
    cleaning_up = RuntimeError("cleaning up failed too")
    cleaning_up.__context__ = of_code("57P01")

    assert database_away(cleaning_up)


@pytest.mark.parametrize("error", [None, ValueError("ours"), KeyError("ours")])
def test_everything_else_is_a_bug(error):
    assert not database_away(error)


@pytest.mark.django_db
def test_a_wrong_query_of_ours_is_a_bug():
    with pytest.raises(Exception, match="no_such_table") as caught, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")

    assert not database_away(caught.value)
