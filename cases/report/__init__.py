"""The report of a case: its words (one source for the print view and the PDF) and the drawing of the PDF."""
