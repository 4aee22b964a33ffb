"""Paper, type and colours of the PDF."""

import importlib.util
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE = 18 * mm
TOP = 32 * mm
BOTTOM = 23 * mm
WIDTH = PAGE_WIDTH - 2 * SIDE

PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"

INK, SOFT, LINE, SUNKEN, TRACK = (HexColor(c) for c in ("#14222a", "#4b5d67", "#c5d0d5", "#eef2f3", "#e0e7ea"))
ACCENT, RISK, CALM, CAUTION, CAUTION_WASH, BAR = (
    HexColor(c) for c in ("#0b6570", "#a8321f", "#1d6a45", "#7d5200", "#fdf1d8", "#5b7e8c")
)
WHITE = white
OF_VERDICT = {"suspicious": RISK, "needs_a_person": CAUTION, "likely_benign": CALM}

BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=8.6, leading=12, textColor=INK, splitLongWords=True)
SMALL = ParagraphStyle("small", BODY, fontSize=7.2, leading=9.8, textColor=SOFT)
LABEL = ParagraphStyle("label", BODY, textColor=SOFT)
STRONG = ParagraphStyle("strong", BODY, fontName=BOLD)
TITLE = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=16, leading=20)
HEADING = ParagraphStyle("heading", BODY, fontName=BOLD, fontSize=10.6, leading=14, textColor=ACCENT)
NOTICE = ParagraphStyle("notice", BODY, textColor=CAUTION)


@cache
def load_fonts() -> None:
    """Register DejaVu Sans, which is embedded in the file: Latin with all its accents, Greek, Cyrillic.

    The files come with matplotlib, which is not imported: it would cost the web process a second and 50 MB.
    """
    where = importlib.util.find_spec("matplotlib")
    folder = Path(where.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


def words(text: str, style: ParagraphStyle = BODY) -> Paragraph:
    """A paragraph of plain text; nothing in it is read as markup, and its line breaks stay."""
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def fitted(text: str, font: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than `width` points."""
    if pdfmetrics.stringWidth(text, font, size) <= width:
        return text
    while text and pdfmetrics.stringWidth(f"{text}…", font, size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
