"""Where on the body: the ISIC anatomical-site list, one table of codes, names and parents.

Source: ISIC Archive metadata dictionary, `anatom_site_general` (upper level) and `anatom_site_special`
(palms/soles, oral/genital); the finer level follows the HAM10000 `localization` values.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class BodySite:
    """One site. `parent` is the code of the site it belongs to, empty at the top."""

    code: str
    name: str
    parent: str = ""


SITES: tuple[BodySite, ...] = (
    BodySite("head_neck", "Head and neck"),
    BodySite("scalp", "Scalp", "head_neck"),
    BodySite("face", "Face", "head_neck"),
    BodySite("ear", "Ear", "head_neck"),
    BodySite("neck", "Neck", "head_neck"),
    BodySite("anterior_torso", "Anterior torso"),
    BodySite("chest", "Chest", "anterior_torso"),
    BodySite("abdomen", "Abdomen", "anterior_torso"),
    BodySite("posterior_torso", "Posterior torso"),
    BodySite("upper_back", "Upper back", "posterior_torso"),
    BodySite("lower_back", "Lower back", "posterior_torso"),
    BodySite("buttocks", "Buttocks", "posterior_torso"),
    BodySite("lateral_torso", "Lateral torso"),
    BodySite("upper_extremity", "Upper extremity"),
    BodySite("shoulder", "Shoulder", "upper_extremity"),
    BodySite("upper_arm", "Upper arm", "upper_extremity"),
    BodySite("forearm", "Forearm", "upper_extremity"),
    BodySite("hand", "Hand (back)", "upper_extremity"),
    BodySite("lower_extremity", "Lower extremity"),
    BodySite("thigh", "Thigh", "lower_extremity"),
    BodySite("lower_leg", "Lower leg", "lower_extremity"),
    BodySite("foot", "Foot (back)", "lower_extremity"),
    BodySite("palms_soles", "Palms and soles"),
    BodySite("palm", "Palm", "palms_soles"),
    BodySite("sole", "Sole", "palms_soles"),
    BodySite("oral_genital", "Oral and genital"),
    BodySite("oral", "Oral", "oral_genital"),
    BodySite("genital", "Genital", "oral_genital"),
)

BY_CODE: dict[str, BodySite] = {site.code: site for site in SITES}


def site_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """For a select field: each top site as a group that holds itself and its parts."""
    groups: list[tuple[str, str | list[tuple[str, str]]]] = []
    for top in (site for site in SITES if not site.parent):
        members = [(site.code, site.name) for site in SITES if site.parent == top.code]
        whole = (top.code, f"{top.name} (not further specified)" if members else top.name)
        groups.append((top.name, [whole, *members]))
    return groups


def codes_within(code: str) -> list[str]:
    """The site and everything below it, for filters."""
    return [site.code for site in SITES if code in (site.code, site.parent)]
