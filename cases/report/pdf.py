"""The report as a PDF file."""

from collections.abc import Iterable
from functools import partial
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Spacer, Table

from cases.report.content import SUPPORT, Fact, Picture, Report
from cases.report.pdf_body_map import BodyMap
from cases.report.pdf_frame import PagedCanvas
from cases.report.pdf_letters import WARNING, shows_all_letters
from cases.report.pdf_picture import Bars, OutlinedPicture, Scale
from cases.report.pdf_style import (
    ACCENT,
    BODY,
    BOTTOM,
    CAUTION,
    CAUTION_WASH,
    HEADING,
    LABEL,
    LINE,
    NOTICE,
    OF_VERDICT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIDE,
    SMALL,
    STRONG,
    TITLE,
    TOP,
    WIDTH,
    load_fonts,
    words,
)

TIGHT = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 1.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2),
]
PICTURE_WIDTH = 74 * mm
PICTURE_HEIGHT = 60 * mm


def render_pdf(report: Report) -> bytes:
    """A4 pages with text that can be searched. The same report gives the same bytes.

    The patient's name stands on the pages, and in no property of the file.
    """
    load_fonts()
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        title=f"Report of case {report.case_id}",
        author=report.clinic,
        subject=SUPPORT,
        creator="skinlesion",
        invariant=1,
        lang="en",
    )
    frame = Frame(SIDE, BOTTOM, WIDTH, PAGE_HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame]))
    document.build(list(_story(report)), canvasmaker=partial(PagedCanvas, report=report))
    return out.getvalue()


def _story(report: Report) -> Iterable[Flowable]:
    yield words(report.place.site, TITLE)
    yield Spacer(1, 4)
    for notice in filter(None, (report.notice, "" if shows_all_letters(report) else WARNING)):
        yield _box([words(notice, NOTICE)], CAUTION, CAUTION_WASH)
        yield Spacer(1, 6)
    yield _who(report)
    yield Spacer(1, 8)
    yield from _decision(report)
    for found in report.histology:
        yield Spacer(1, 8)
        yield KeepTogether([words("Histology", HEADING), _facts(found, WIDTH)])
    yield Spacer(1, 8)
    heading = words(f"Pictures ({len(report.pictures)})", HEADING)
    if not report.pictures:
        yield KeepTogether([heading, words("No picture has been added to this case.")])
    for number, picture in enumerate(report.pictures):
        # the heading never stays behind alone at the foot of a page
        yield KeepTogether([Spacer(1, 10) if number else heading, Spacer(1, 3), *_picture(picture)])


def _who(report: Report) -> Flowable:
    body_map = BodyMap(report.place, 56 * mm)
    left = WIDTH - body_map.width - 8 * mm
    patient, risks = left * 0.56, left * 0.44
    described = (Fact("Description", report.place.description),) if report.place.description else ()
    facts = [
        _columns(
            [
                [
                    _facts(report.facts, patient - 10, 29 * mm),
                    [words("Risk factors", HEADING), _facts(report.risk_factors, risks, 40 * mm)],
                ]
            ],
            [patient, risks],
        ),
        Spacer(1, 8),
        words("Consultation", HEADING),
        _facts((*report.consultation, *described), left, 29 * mm),
    ]
    return _columns([[facts, body_map]], [left + 8 * mm, body_map.width])


def _decision(report: Report) -> Iterable[Flowable]:
    yield words("Clinician's decision", HEADING)
    yield Spacer(1, 2)
    decision = report.decision
    if decision is None:
        yield words("No decision has been signed.")
        return
    inside: list[Flowable] = [_facts(decision.facts, WIDTH - 14)]
    if decision.notes:
        inside += [words("Notes", LABEL), *(words(line) for line in decision.notes.splitlines())]
    inside += [words(decision.signature, STRONG)]
    inside += [words(amendment, SMALL) for amendment in decision.amendments]
    yield _box(inside, ACCENT)


def _picture(picture: Picture) -> Iterable[Flowable]:
    yield words(picture.title, STRONG)
    yield words(picture.about, SMALL)
    yield Spacer(1, 3)
    right = WIDTH - PICTURE_WIDTH - 6 * mm
    shown = OutlinedPicture(picture, PICTURE_WIDTH, PICTURE_HEIGHT)
    source = picture.outline.source if picture.outline else "No outline"
    yield _columns(
        [[[shown, Spacer(1, 2), words(source, SMALL)], list(_said(picture, right))]],
        [PICTURE_WIDTH + 6 * mm, right],
    )
    rows = [Fact(row.label, row.value) for row in picture.measurements]
    if rows:
        yield Spacer(1, 3)
        yield words(f"Measurements ({picture.scale})", LABEL)
        half = (len(rows) + 1) // 2
        each = WIDTH / 2 - 3 * mm
        yield _columns(
            [[_facts(rows[:half], each, 34 * mm), _facts(rows[half:], each, 34 * mm)]], [WIDTH / 2, WIDTH / 2]
        )
    for fact in picture.result.facts if picture.result else ():
        yield words(f"{fact.label}: {fact.value}", SMALL)
    for network in picture.networks:
        yield words(f"{network.kind} {network.version}, weights sha256 {network.sha256}", SMALL)


def _said(picture: Picture, width: float) -> Iterable[Flowable]:
    result = picture.result
    if result is None:
        yield _box([words(picture.said, NOTICE)], CAUTION, CAUTION_WASH, width)
        return
    yield words(result.words, STRONG.clone("verdict", fontSize=12, leading=16, textColor=OF_VERDICT[result.verdict]))
    yield words(result.sentence)
    if result.malignant_share is not None:
        yield Spacer(1, 4)
        yield Scale(result, width)
    if picture.warnings:
        yield Spacer(1, 4)
        yield _box([words(warning, NOTICE) for warning in picture.warnings], CAUTION, CAUTION_WASH, width)
    if result.bars:
        yield Spacer(1, 5)
        yield words("Probability of each diagnosis", LABEL)
        yield Bars(result.bars, width)


def _facts(facts: Iterable[Fact], width: float, label: float = 38 * mm) -> Flowable:
    rows = [[words(fact.label, LABEL), words(fact.value, STRONG if fact.strong else BODY)] for fact in facts]
    # a laboratory's long comment may run over the end of a page
    return Table(rows or [["", ""]], colWidths=[label, width - label], style=TIGHT, hAlign="LEFT", splitInRow=1)


def _columns(rows: list, widths: list[float]) -> Flowable:
    style = [*TIGHT, ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0)]
    return Table(rows, colWidths=widths, style=style, hAlign="LEFT")


def _box(inside: list[Flowable], edge, ground=None, width: float = WIDTH) -> Flowable:
    style = [
        ("LINEBEFORE", (0, 0), (0, -1), 2.4, edge),
        ("LEFTPADDING", (0, 0), (-1, -1), 8),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("TOPPADDING", (0, 0), (-1, 0), 4),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 5),
        ("BACKGROUND", (0, 0), (-1, -1), ground) if ground else ("BOX", (0, 0), (-1, -1), 0.5, LINE),
    ]
    # a row for each, so that long notes break between their lines
    return Table([[part] for part in inside], colWidths=[width], style=style, hAlign="LEFT")
