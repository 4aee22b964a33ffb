"""What stands on every page of the PDF: whose report, signed or not, which page of how many."""

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from cases.report.content import NOT_SIGNED, PRELIMINARY, SUPPORT, Report
from cases.report.pdf_style import (
    BOLD,
    CAUTION,
    INK,
    LINE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PLAIN,
    SIDE,
    SOFT,
    WHITE,
    WIDTH,
    fitted,
)


class PagedCanvas(Canvas):
    """Draws the frame of each page at the end, when their number is known."""

    def __init__(self, *args, report: Report, **options):
        super().__init__(*args, **options)
        self.report = report
        self.pages: list[dict] = []

    def showPage(self):  # noqa: N802 - reportlab's name
        """Keeps the page instead of writing it."""
        self.pages.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        """Writes all pages, each with its frame."""
        for number, page in enumerate(self.pages, start=1):
            self.__dict__.update(page)
            self._head()
            self._foot(number, len(self.pages))
            super().showPage()
        super().save()

    def _head(self) -> None:
        report, right = self.report, PAGE_WIDTH - SIDE
        top = PAGE_HEIGHT - 15 * mm
        self.setFillColor(INK)
        self.setFont(BOLD, 8.6)
        self.drawString(SIDE, top, fitted(f"Record number {report.record_number}", BOLD, 8.6, WIDTH * 0.62))
        self.setFont(PLAIN, 8.6)
        self.drawString(SIDE, top - 12, fitted(report.patient, PLAIN, 8.6, WIDTH * 0.62))
        self.drawRightString(right, top, f"Report of case {report.case_id}")
        self.setFillColor(SOFT)
        self.drawRightString(right, top - 12, fitted(report.clinic, PLAIN, 8.6, WIDTH * 0.36))
        if not report.preliminary:
            self.setStrokeColor(LINE)
            self.setLineWidth(0.7)
            self.line(SIDE, top - 18, right, top - 18)
            return
        self.setFillColor(CAUTION)
        self.rect(SIDE, top - 32, WIDTH, 15, stroke=0, fill=1)
        self.setFillColor(WHITE)
        self.setFont(BOLD, 8.6)
        self.drawString(SIDE + 6, top - 28, PRELIMINARY.upper())
        self.setFont(PLAIN, 8.6)
        self.drawRightString(right - 6, top - 28, NOT_SIGNED)

    def _foot(self, number: int, total: int) -> None:
        right, bottom = PAGE_WIDTH - SIDE, 12 * mm
        self.setStrokeColor(LINE)
        self.setLineWidth(0.7)
        self.line(SIDE, bottom + 15, right, bottom + 15)
        self.setFillColor(INK)
        self.setFont(BOLD, 7.6)
        self.drawString(SIDE, bottom + 5, SUPPORT)
        self.drawRightString(right, bottom + 5, f"Page {number} of {total}")
        self.setFillColor(SOFT)
        self.setFont(PLAIN, 7)
        self.drawString(SIDE, bottom - 5, fitted(self.report.printed, PLAIN, 7, WIDTH))
