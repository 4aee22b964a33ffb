"""The files of a run: under names of its own for each claim of a row, so that those of a killed one can be found."""

from collections.abc import Iterable

from analysis.models import Analysis
from analysis.models.segmentation import renditions_storage

FOLDERS = ("masks", "explanations")


def file_name(analysis: Analysis, folder: str) -> str:
    """Where this claim's file of a folder of FOLDERS goes; a claim counts the attempt up, so no two have the same."""
    return f"{folder}/{analysis.pk}-{analysis.attempts}.png"


def remove_files_of(analysis_id: int, attempts: Iterable[int]) -> None:
    """Delete what these attempts left when they were killed between their files and their rows; mostly nothing."""
    for attempt in attempts:
        for folder in FOLDERS:
            renditions_storage().delete(file_name(Analysis(pk=analysis_id, attempts=attempt), folder))
