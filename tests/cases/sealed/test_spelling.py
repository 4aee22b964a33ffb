"""How names are found and ordered."""

import pytest

from cases.sealed.spelling import beginnings, folded, reading_order, sought


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Maria Lindqvist", "lind"),
        ("Maria Lindqvist", "LINDQVIST"),
        ("Müller, Jörg", "muller"),
        ("Muller", "mül"),
        ("Weiß", "weiss"),
        ("O'Brien", "o'br"),
        ("O'Brien", "brien"),
        ("Anna-Maria", "maria"),
        ("Anna-Maria", "annam"),
        ("Smith/Jones", "jones"),
        ("王小明", "小明"),
        ("Ἀλέξανδρος", "αλεξ"),
        ("Wolfeschlegelsteinhausenbergerdorff", "Wolfeschlegelsteinhausenberger"),
    ],
)
def test_a_beginning_of_a_word_finds_the_name(name, typed):
    assert sought(typed) in beginnings(name)


@pytest.mark.parametrize(("name", "typed"), [("Maria", "aria"), ("Maria", "mariana"), ("O'Brien", "rien")])
def test_the_middle_of_a_word_does_not(name, typed):
    assert sought(typed) not in beginnings(name)


def test_without_a_letter_nothing_is_sought():
    assert [sought(typed) for typed in ("-", "%", "'", "")] == [""] * 4


def test_people_read_accents_and_case_as_one_letter():
    names = ["Zoe", "öberg", "Adams", "Oberg", "Özil", "adams"]
    assert sorted(names, key=reading_order) == ["Adams", "adams", "Oberg", "öberg", "Özil", "Zoe"]
    assert folded("MÜLLER") == folded("muller")
