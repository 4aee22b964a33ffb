"""The settings table is the README's table."""

import re

import pytest

from skinlesion.settings import env


def shown(default) -> str:
    """A default as the README writes it."""
    if isinstance(default, bool):
        return "1" if default else "0"
    if isinstance(default, list):
        return ",".join(default)
    return str(default)


def readme_rows() -> list[tuple[str, str, str, str]]:
    """Name, type, default and reason of each row of the README's settings table."""
    text = (env.BASE_DIR / "README.md").read_text()
    rows = re.findall(r"^\| `((?:SKINLESION_|DATABASE_|CELERY_)\w+)` \| (\w+) \| (.*?) \| (.*?) \|$", text, re.M)
    return [(name, kind, default.strip("`"), why) for name, kind, default, why in rows]


def test_readme_shows_the_same_table():
    """Every variable with type, default and reason, in the same order."""
    assert readme_rows() == [(v.name, v.kind, shown(v.default), v.why) for v in env.TABLE]


def test_a_variable_is_cast_to_its_type(monkeypatch):
    """`0` is False, a list is split at commas, a number is a number."""
    monkeypatch.setenv("SKINLESION_DEBUG", "0")
    monkeypatch.setenv("SKINLESION_ALLOWED_HOSTS", "a.example,b.example")
    monkeypatch.setenv("SKINLESION_LEASE_SECONDS", "7")
    assert env.read("SKINLESION_DEBUG") is False
    assert env.read("SKINLESION_ALLOWED_HOSTS") == ["a.example", "b.example"]
    assert env.read("SKINLESION_LEASE_SECONDS") == 7


def test_a_variable_outside_the_table_cannot_be_read():
    """So nobody can add one without a default and a reason."""
    with pytest.raises(KeyError):
        env.read("SKINLESION_UNHEARD_OF")


def test_sqlite_lives_in_the_var_folder_and_a_url_replaces_it(monkeypatch):
    """The same variable switches to PostgreSQL."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SKINLESION_VAR_DIR", "/srv/skinlesion")
    assert env.read_database() == {"ENGINE": "django.db.backends.sqlite3", "NAME": "/srv/skinlesion/skinlesion.sqlite3"}
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@db.example:5432/lesions")
    database = env.read_database()
    assert (database["ENGINE"], database["HOST"], database["NAME"]) == (
        "django.db.backends.postgresql",
        "db.example",
        "lesions",
    )
