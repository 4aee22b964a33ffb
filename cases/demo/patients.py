"""The demo's patients and their lesions: varied in age, skin type and site, all invented."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DemoLesion:
    """A lesion with its point on the body map (0..1) and the reason why a case about it was opened."""

    body_site: str
    body_view: str
    body_x: float
    body_y: float
    description: str
    reason: str


@dataclass(frozen=True)
class DemoPatient:
    """A patient of the account's clinic, with the lesions that the account follows."""

    seen_by: str
    record_number: str
    name: str
    birth_date: date
    sex: str
    skin_type: str
    notes: str
    lesions: tuple[DemoLesion, ...]


ANA, BO, CY = "ana@clinic-a.example", "bo@clinic-a.example", "cy@clinic-b.example"

PATIENTS = (
    DemoPatient(
        ANA, "A-1001", "Maria Lindqvist", date(1961, 5, 4), "female", "II", "Melanoma in her mother. Yearly check.",
        (
            DemoLesion("upper_back", "back", 0.42, 0.24, "Dark, two shades", "Has grown since spring"),
            DemoLesion("lower_leg", "back", 0.36, 0.79, "Flat, brown", "Found at the yearly check"),
        ),
    ),
    DemoPatient(
        ANA, "A-1002", "Tomasz Zielinski", date(1984, 11, 19), "male", "III", "",
        (DemoLesion("chest", "front", 0.58, 0.25, "Oval, even", "New, patient is worried"),),
    ),
    DemoPatient(
        ANA, "A-1003", "Aisha Okafor", date(1992, 2, 27), "female", "VI", "",
        (DemoLesion("sole", "back", 0.11, 0.86, "Small dark spot", "Seen by the podiatrist"),),
    ),
    DemoPatient(
        BO, "A-1004", "Henrik Sørensen", date(1948, 8, 2), "male", "I", "Roofer for forty years. On anticoagulants.",
        (
            DemoLesion("face", "front", 0.54, 0.085, "Pearly, with fine vessels", "Bleeds when shaving"),
            DemoLesion("scalp", "back", 0.48, 0.045, "Scaly", "Rough patch for a year"),
        ),
    ),
    DemoPatient(
        BO, "A-1005", "Lucía Fernández", date(1975, 6, 13), "female", "IV", "",
        (DemoLesion("forearm", "front", 0.85, 0.42, "Firm, dimples when pinched", "Itches"),),
    ),
    DemoPatient(
        ANA, "A-1006", "Ravi Menon", date(1969, 12, 30), "male", "V", "Diabetes type 2.",
        (DemoLesion("shoulder", "back", 0.25, 0.22, "Raised, waxy", "Catches on the seat belt"),),
    ),
    DemoPatient(
        BO, "A-1007", "Grace O'Connell", date(2001, 3, 8), "female", "II", "More than 50 naevi.",
        (DemoLesion("abdomen", "front", 0.46, 0.40, "Darker than the others", "Ugly duckling"),),
    ),
    DemoPatient(
        ANA, "A-1008", "Jean-Baptiste Moreau", date(1956, 9, 21), "male", "III", "",
        (DemoLesion("thigh", "front", 0.36, 0.62, "Red, soft", "Noticed by his wife"),),
    ),
    DemoPatient(
        CY, "B-2001", "Yuki Tanaka", date(1979, 4, 16), "female", "III", "",
        (DemoLesion("upper_arm", "front", 0.20, 0.30, "Round, brown", "Check before holidays"),),
    ),
    DemoPatient(
        CY, "B-2002", "Daniel Abebe", date(1988, 7, 25), "male", "V", "",
        (DemoLesion("lower_back", "back", 0.55, 0.43, "Irregular border", "Referred by his doctor"),),
    ),
)  # fmt: skip
