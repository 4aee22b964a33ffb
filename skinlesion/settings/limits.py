"""How often one account, address or person may do something; docs/trust/entry.md says why each number is what it is."""

import re

from django.core.exceptions import ImproperlyConfigured

# name: how many within how many seconds
USUAL = {
    "sign_in_account": (10, 900),  # wrong passwords for one e-mail address, whether or not it has an account
    "sign_in_address": (100, 900),  # wrong passwords from one network address: a whole clinic may be behind it
    "code": (5, 900),  # wrong second factors of one account
    "reset_account": (5, 3600),
    "reset_address": (30, 3600),
    "sign_up_account": (5, 3600),
    "sign_up_address": (30, 3600),
    "uploads": (3000, 3600),  # pictures of one person; imports and batches are not counted
    "predictions": (600, 3600),  # "analyse again" of one person
    "exports": (300, 3600),  # files of one person that leave the site: PDF, FHIR, CSV, ZIP
}


def limits(changes: list[str]) -> dict[str, tuple[int, int]]:
    """The table with the operator's changes, each as `uploads=500/3600`.

    Raises:
        django.core.exceptions.ImproperlyConfigured: one is malformed, unknown, or no limit at all.
    """
    changed = {}
    for change in changes:
        said = re.fullmatch(r"\s*(\w+)=([1-9]\d{0,8})/([1-9]\d{0,6})\s*", change)
        if said is None or said[1] not in USUAL:
            raise ImproperlyConfigured(
                f"SKINLESION_LIMITS: {change!r} must look like name=number/seconds, with a name of {', '.join(USUAL)}."
            )
        changed[said[1]] = (int(said[2]), int(said[3]))
    return USUAL | changed
