"""Sealed texts open with their key, at their place, unchanged; otherwise a sentence says why not."""

import pytest

from cases.sealed.keys import data_keys, new_key
from cases.sealed.seal import CannotUnseal, seal, unseal

HERE = "cases_patient.name"


@pytest.mark.parametrize("text", ["M", "Maria Lindqvist", "Øyvind Ñandú", "王小明", "a" * 1000, "'; DROP TABLE --"])
def test_it_opens_again_and_looks_different_each_time(text):
    once, again = seal(text, HERE), seal(text, HERE)
    assert once != again
    assert len(text) < 4 or text not in once
    assert {unseal(sealed, HERE) for sealed in (once, again)} == {text}


def test_every_key_opens_and_the_first_one_seals(settings):
    old, new = new_key(), new_key()
    settings.DATA_KEYS = (old,)
    sealed = seal("Maria", HERE)
    settings.DATA_KEYS = (new, old)
    assert unseal(sealed, HERE) == "Maria"
    assert seal("Maria", HERE).startswith(f"s1.{data_keys()[0].id}.")
    settings.DATA_KEYS = (new,)
    with pytest.raises(CannotUnseal, match=f"key {sealed.split('.')[1]}, which SKINLESION_DATA_KEYS lacks"):
        unseal(sealed, HERE)


def test_another_place_a_changed_letter_and_a_readable_name_do_not_open():
    sealed = seal("Maria", HERE)
    flipped = sealed[:-3] + ("A" if sealed[-3] != "A" else "B") + sealed[-2:]
    for text, place in ((sealed, "cases_patient.record_number"), (flipped, HERE), (sealed[:-8], HERE)):
        with pytest.raises(CannotUnseal, match="was changed, or sealed for another place"):
            unseal(text, place)
    with pytest.raises(CannotUnseal, match="is not sealed"):
        unseal("Maria", HERE)
