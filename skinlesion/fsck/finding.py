"""Something that is not as it should be, in one line that names no person."""

from dataclasses import asdict, dataclass

from skinlesion.fsck.expected import Expected


@dataclass
class Finding:
    """What is wrong, and what became of it.

    `code` is for programs: missing, damaged, orphan, half_written, left_over. `repaired` says what was done, empty when
    nothing was; `advice` what a person can do. A `superseded` one needs nobody: a newer result stands in its place.
    """

    code: str
    sentence: str
    file: str  # storage and name, as "renditions/3f/3f...-thumbnail.jpg"
    expected: Expected | None = None
    repaired: str = ""
    advice: str = ""
    superseded: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether somebody still has to do something."""
        return not (self.repaired or self.superseded)

    def as_line(self) -> str:
        """For people: how it stands, the row, the file, the way out."""
        mark = "repaired" if self.repaired else "note" if self.superseded else "WRONG"
        return f"{mark}: {self.sentence}: {self.file}. {self.repaired or self.advice}".strip()

    def as_dict(self) -> dict:
        """For programs."""
        seen = {name: value for name, value in asdict(self).items() if name != "expected"}
        known = self.expected
        about = {"about": known.about, "kind": known.kind, "picture": known.image_id} if known else {}
        return {**about, **seen, "wrong": self.is_wrong}
