"""Which letters the PDF can show: those that its font has, and that stand one after another from left to right."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from reportlab.pdfbase import pdfmetrics

from cases.report.content import Report
from cases.report.pdf_style import PLAIN, load_fonts

WARNING = (
    "Not all letters of this report can be printed in a PDF. A name or a note may show boxes, or letters in a wrong "
    "order. The record number says whose report this is; the case's page and its print view show every word."
)
# Hebrew and Arabic: the font has letters, but nobody here joins and turns them
FROM_RIGHT = ("R", "AL")


def shows_all_letters(report: Report) -> bool:
    """Whether every word of it can be read in the PDF."""
    load_fonts()
    known = pdfmetrics.getFont(PLAIN).face.charToGlyph
    return all(
        letter.isspace() or (ord(letter) in known and unicodedata.bidirectional(letter) not in FROM_RIGHT)
        for text in _texts(report)
        for letter in text
    )


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _texts(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _texts(getattr(part, field.name))
