"""Which column of a table means what: our names and those of the ISIC archive and of HAM10000.

Source: ISIC Archive metadata dictionary (https://api.isic-archive.com); Tschandl et al. 2018 for `dx` and
`localization`.
"""

from dataclasses import dataclass

# what we call it -> names it may have in the table, the first one found counts
COLUMNS: dict[str, tuple[str, ...]] = {
    "file": ("file", "filename", "file_name", "image", "image_id", "isic_id", "image_name"),
    "patient": ("patient", "record_number", "patient_id"),
    "name": ("name", "patient_name"),
    "birth_date": ("birth_date", "date_of_birth"),
    "sex": ("sex", "gender"),
    "skin_type": ("skin_type", "fitzpatrick_skin_type"),
    "lesion": ("lesion", "lesion_id"),
    "site": ("site", "body_site", "anatom_site_special", "anatom_site_general", "localization"),
    "date": ("date", "acquisition_date", "taken_on", "taken_at"),
    "type": ("type", "image_type"),
    "mm_per_pixel": ("mm_per_pixel",),
    "diagnosis": ("diagnosis", "dx"),
    "diagnosis_confirm_type": ("diagnosis_confirm_type", "dx_type"),
    "histology_date": ("histology_date", "reported_on"),
}


@dataclass(frozen=True)
class Columns:
    """Where each known column stands, and the names of those that the record has no place for."""

    places: dict[str, list[int]]
    written: dict[str, str]  # ours -> as the table writes it, for sentences about errors
    ignored: list[str]

    def cells(self, line: list[str]) -> dict[str, str]:
        """A line as {our name: text}; of several columns with one meaning the first that is filled counts."""
        return {
            name: next((line[place] for place in places if place < len(line) and line[place]), "")
            for name, places in self.places.items()
        }


def find_columns(header: list[str]) -> Columns:
    """What the names of the columns mean; upper and lower case, spaces and hyphens do not matter."""
    plain = [written.strip().lower().replace(" ", "_").replace("-", "_") for written in header]
    places: dict[str, list[int]] = {}
    for name, synonyms in COLUMNS.items():
        found = [plain.index(synonym) for synonym in synonyms if synonym in plain]
        if found:
            places[name] = found
    known = {place for found in places.values() for place in found}
    return Columns(
        places=places,
        written={name: header[found[0]] for name, found in places.items()},
        ignored=[written for place, written in enumerate(header) if written and place not in known],
    )
