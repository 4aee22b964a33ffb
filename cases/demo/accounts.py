"""The demo's clinics and accounts: the cast of the documentation."""

from dataclasses import dataclass

from accounts.roles import Role

CLINICS = {"a": "Clinic A - Harbour Dermatology", "b": "Clinic B - Hillside Skin Centre"}


@dataclass(frozen=True)
class DemoAccount:
    """Somebody who can sign in with the demo password. `clinic` is a key of `CLINICS`."""

    email: str
    full_name: str
    role: Role
    clinic: str


ACCOUNTS = (
    DemoAccount("ana@clinic-a.example", "Ana Alvarez", Role.CLINICIAN, "a"),
    DemoAccount("bo@clinic-a.example", "Bo Berg", Role.CLINICIAN, "a"),
    DemoAccount("admin@clinic-a.example", "Ada Adler", Role.ADMIN, "a"),
    DemoAccount("cy@clinic-b.example", "Cy Chen", Role.CLINICIAN, "b"),
)
