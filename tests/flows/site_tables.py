"""Looks into a live site's tables from outside, past all of our own code."""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import psycopg


@dataclass(frozen=True)
class Row:
    """An analysis as the database has it."""

    id: int
    image_id: int
    state: str
    reason_code: str
    attempts: int
    request_id: str


class SiteTables:
    """`where`: a PostgreSQL address or the path of a SQLite file."""

    def __init__(self, where: str | Path):
        self.where = where
        self._connection = None

    def analyses(self, ids: list[int] | None = None) -> dict[int, Row]:
        """Rows by id."""
        found = self._select(
            "SELECT id, image_id, state, reason_code, attempts, request_id FROM analysis_analysis ORDER BY id"
        )
        return {row[0]: Row(*row) for row in found if ids is None or row[0] in ids}

    def finished_events(self, ids: list[int]) -> list[tuple[int, str]]:
        """(analysis, state) of each "analysis.finished" in the audit trail, in the order they happened."""
        sql = "SELECT object_id, detail FROM accounts_auditevent WHERE act = 'analysis.finished' ORDER BY id"
        events = [(pk, json.loads(detail) if isinstance(detail, str) else detail) for pk, detail in self._select(sql)]
        return [(pk, detail["state"]) for pk, detail in events if pk in ids]

    def result_rows(self, ids: list[int]) -> int:
        """How many of these have a segmentation and a prediction, provided that no other such rows are about."""
        linked = "SELECT id FROM analysis_analysis WHERE segmentation_id IS NOT NULL AND prediction_id IS NOT NULL"
        (orphans,) = self._select(
            "SELECT (SELECT count(*) FROM analysis_segmentation) + (SELECT count(*) FROM analysis_prediction)"
            f" - 2 * (SELECT count(*) FROM ({linked}) AS linked)"
        )[0]
        assert orphans == 0, f"{orphans} result rows belong to no analysis"
        return len([pk for (pk,) in self._select(linked) if pk in ids])

    def images(self) -> dict[int, str]:
        """SHA-256 of every stored picture, by id."""
        return dict(self._select("SELECT id, sha256 FROM cases_lesionimage"))

    def file_names(self) -> dict[str, set[str]]:
        """The files that rows stand for, by the folder of their storage."""
        renditions = (
            "SELECT rendition FROM cases_lesionimage UNION ALL SELECT thumbnail FROM cases_lesionimage UNION ALL"
            " SELECT mask FROM analysis_segmentation UNION ALL SELECT explanation FROM analysis_prediction"
        )
        originals = self._select("SELECT original FROM cases_lesionimage")
        return {
            "originals": {name for (name,) in originals},
            "renditions": {name for (name,) in self._select(renditions)},
        }

    def close(self) -> None:
        """Let go of the database, so that it can be dropped."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _select(self, sql: str) -> list[tuple]:
        if self._connection is None:
            if isinstance(self.where, Path):
                self._connection = sqlite3.connect(self.where, timeout=20, isolation_level=None)
            else:
                self._connection = psycopg.connect(self.where, autocommit=True)
        try:
            return self._connection.execute(sql).fetchall()
        except psycopg.OperationalError:
            self.close()  # the database restarts; whoever asks again gets a new connection
            raise
