"""Whose an object is: its patient and clinic, and everything on whose page it may be seen."""

from dataclasses import dataclass
from functools import cache

from django.apps import apps

# noun -> lookups of what it belongs to, the object itself first; an import and a batch are of a clinic
_CASE = {"case": "pk", "lesion": "lesion_id", "patient": "lesion__patient_id", "clinic": "lesion__patient__clinic_id"}
_LESION = {"lesion": "pk", "patient": "patient_id", "clinic": "patient__clinic_id"}


def _under(way: str, above: dict[str, str], **own: str) -> dict[str, str]:
    return own | {name: f"{way}__{lookup}" for name, lookup in above.items()}


_IMAGE = _under("case", _CASE, lesionimage="pk")
_ANALYSIS = _under("image", _IMAGE, analysis="pk")
PATHS: dict[str, dict[str, str]] = {
    "patient": {"patient": "pk", "clinic": "clinic_id"},
    "lesion": _LESION,
    "case": _CASE,
    "lesionimage": _IMAGE,
    "analysis": _ANALYSIS,
    "segmentation": _under("image", _IMAGE, segmentation="pk"),
    "prediction": _under("analysis", _ANALYSIS, prediction="pk"),
    "review": _under("case", _CASE, review="pk"),
    "pathology": _under("lesion", _LESION, pathology="pk"),
    "breakglass": {"breakglass": "pk", "patient": "patient_id", "clinic": "patient__clinic_id"},
    "legalhold": {"legalhold": "pk", "patient": "patient_id", "clinic": "patient__clinic_id"},
    "erasure": {"erasure": "pk", "clinic": "clinic_id"},
    "importrun": {"importrun": "pk", "clinic": "clinic_id"},
    "batchrun": {"batchrun": "pk", "clinic": "clinic_id"},
}
# a person's outline hangs on its picture, a machine's on its analysis
OR = {"segmentation": _under("analysis", _ANALYSIS, segmentation="pk")}


@dataclass(frozen=True)
class Whose:
    """Ids; `seen_with` is what shows this object when it is read: (noun, id) of itself and of all above it."""

    clinic: int | None
    patient: int | None
    seen_with: frozenset[tuple[str, int]]


def whose(noun: str, pk: int | str) -> Whose | None:
    """In one query, two for a machine's outline; None where there is no such object."""
    found = _asked(noun, PATHS[noun], pk)
    if found and noun in OR and found.clinic is None:
        return _asked(noun, OR[noun], pk)
    return found


def _asked(noun: str, paths: dict[str, str], pk: int | str) -> Whose | None:
    found = _model(noun)._base_manager.filter(pk=pk).values_list(*paths.values()).first()
    if found is None:
        return None
    ids = dict(zip(paths, found, strict=True))
    clinic = ids.pop("clinic")
    return Whose(clinic, ids.get("patient"), frozenset((name, value) for name, value in ids.items() if value))


@cache
def _model(noun: str):
    return next(model for model in apps.get_models() if model._meta.model_name == noun)
