"""A patient's risk factors in a few words."""

from django import template

from cases.models import Patient
from cases.risk_factors import RISK_FACTORS

register = template.Library()


@register.filter
def risks_present(patient: Patient) -> list[str]:
    """Those that were asked and are there."""
    return _answered(patient, True)


@register.filter
def risks_absent(patient: Patient) -> list[str]:
    """Those that were asked and are not there."""
    return _answered(patient, False)


@register.filter
def risks_not_asked(patient: Patient) -> list[str]:
    """Those that nobody asked: they may be there."""
    return _answered(patient, None)


def _answered(patient: Patient, answer: bool | None) -> list[str]:
    return [words for name, words in RISK_FACTORS.items() if getattr(patient, name) is answer]
