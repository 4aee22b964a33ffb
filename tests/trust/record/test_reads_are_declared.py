"""Every address of the site, as the URL resolver knows them, says what of a patient's record it shows."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import URLPattern, get_resolver

from skinlesion.reads.declared import Keeps, Many, One
from skinlesion.reads.in_admin import OF_NOBODY, OF_THE_RECORD
from skinlesion.reads.table import name_of, table
from skinlesion.reads.whose import PATHS, whose


def addresses(patterns=None, spaces=()) -> Iterator[tuple[str, URLPattern]]:
    """The name of every address of the site, with its pattern."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLPattern):
            yield name_of(list(spaces), entry.name), entry
        else:
            yield from addresses(entry.url_patterns, [*spaces, entry.namespace] if entry.namespace else spaces)


def test_there_are_addresses_to_look_at():
    assert len({name for name, _ in addresses()}) > 180


def test_every_address_is_declared():
    missing = sorted({name for name, _ in addresses()} - table().keys())
    assert not missing, f"Say in skinlesion/reads/pages.py, api.py or in_admin.py what it shows: {missing}"


def test_no_declaration_is_left_behind():
    gone = sorted(table().keys() - {name for name, _ in addresses()})
    assert not gone, f"There is no such address any more: {gone}"


def test_every_address_has_a_name():
    """One without a name could not be told from its neighbours; Django's admin has some, which only lead on."""
    nameless = [str(pattern.pattern) for name, pattern in addresses() if name.endswith(":") or not name]
    assert {pattern.rsplit("/", 2)[-1] or pattern for pattern in nameless} <= {"<path:object_id>/", "(?P<url>.*)$"}


def test_what_one_is_about_is_in_its_address():
    for name, pattern in addresses():
        said = table().get(name)
        if isinstance(said, One):
            assert said.argument in pattern.pattern.converters, f"{name} has no {said.argument} in its address"
            assert said.noun in PATHS, f"say in skinlesion/reads/whose.py whose a {said.noun} is"


def test_every_model_of_the_admin_is_of_the_record_or_of_nobody():
    models = {model._meta.model_name for model in admin.site._registry}
    assert models == OF_THE_RECORD | OF_NOBODY.keys()
    assert not OF_THE_RECORD & OF_NOBODY.keys()


@pytest.mark.django_db
def test_the_way_to_the_patient_can_be_asked():
    assert {noun: whose(noun, 4711) for noun in PATHS} == dict.fromkeys(PATHS)


def test_what_is_declared_is_a_read_of_some_kind():
    """If all of it were Nothing the tests above would prove nothing."""
    kinds = [type(said) for said in table().values()]
    assert kinds.count(One) > 50
    assert kinds.count(Many) > 10
    assert kinds.count(Keeps) > 10
