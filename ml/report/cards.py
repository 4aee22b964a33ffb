"""The worst mistakes as cards: a picture, what was wrong, and which picture it is."""

import base64
from collections.abc import Sequence
from html import escape

from ml.report.numbers import decimal, percent
from ml.report.pictures import Mistake
from ml.report.tables import VERDICT_NAMES

_WRONG = (
    "First malignant lesions called benign, then the most confident of the other wrong ones. Left: the outline found. "
    "Right: the map of what decided."
)
_POOR = "The smallest overlaps. White: found. Turquoise: true."


def mistakes_section(wrong: Sequence[Mistake], poor_masks: Sequence[Mistake]) -> str:
    """Both kinds of mistakes; "" where there are no pictures."""
    parts = ""
    if wrong:
        cards = "".join(_card(mistake, _taken_for(mistake), mistake.verdict) for mistake in wrong)
        parts += f'<h3>Diagnoses</h3><p class="note">{_WRONG}</p><ul class="cards">{cards}</ul>'
    if poor_masks:
        cards = "".join(_card(mistake, f"<b>IoU {decimal(mistake.iou, 2)}</b>") for mistake in poor_masks)
        parts += f'<h3>Masks</h3><p class="note">{_POOR}</p><ul class="cards">{cards}</ul>'
    return f"<section><h2>Worst mistakes</h2>{parts}</section>" if parts else ""


def _taken_for(mistake: Mistake) -> str:
    return f"<span><b>{mistake.dx}</b> taken for <b>{mistake.predicted}</b>, {percent(mistake.confidence, 0)}</span>"


def _card(mistake: Mistake, title: str, verdict: str = "") -> str:
    source, name = base64.b64encode(mistake.jpeg).decode(), escape(mistake.image_id)
    badge = f'<em class="{escape(verdict)}">{escape(VERDICT_NAMES.get(verdict, verdict))}</em>' if verdict else ""
    return (
        f'<li><img src="data:image/jpeg;base64,{source}" alt="{name} with outline">'
        f"<p>{title}{badge}</p><small>{name}</small></li>"
    )
