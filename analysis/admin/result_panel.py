"""What an analysis found, as the admin shows it. A class or verdict stands here only where the analysis is done."""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ml.diagnoses import NAMES

MALIGNANT_COLUMN = "malignant / threshold"
FROM_AN_UNSURE_NETWORK = "Probability of each diagnosis, from a network that is not sure"


def percent(share: float) -> str:
    """0.6512 as "65.1 %"."""
    return f"{share:.1%}".replace("%", " %")


def state_mark(analysis) -> SafeString:
    """The state as a coloured word, marked where no clinician sees it."""
    state = format_html('<span class="state state-{}">{}</span>', analysis.state, analysis.get_state_display())
    return format_html("{} {}", state, shadow_mark(analysis)) if analysis.shadow else state


def shadow_mark(analysis) -> SafeString | str:
    """Says that no clinician sees it; nothing where they do."""
    return format_html('<span class="state shadow">{}</span>', "Shadow") if analysis.shadow else ""


def verdict_mark(analysis) -> SafeString | str:
    """The verdict as a coloured word, marked where a gate was overruled; nothing without a prediction."""
    if analysis is None or analysis.prediction is None:
        return "-"
    prediction = analysis.prediction
    verdict = format_html('<span class="state {}">{}</span>', prediction.verdict, prediction.get_verdict_display())
    return format_html("{} {}", verdict, anyway_mark(analysis)) if analysis.anyway else verdict


def anyway_mark(analysis) -> SafeString | str:
    """Says that a gate was overruled; nothing where none was."""
    return format_html('<span class="state anyway">{}</span>', "Analysed anyway") if analysis.anyway else "-"


def uncertainty_line(prediction) -> str:
    """Uncertainty and the threshold from which on a person decides; nothing for older rows."""
    if prediction.uncertainty is None:
        return "-"
    return f"{percent(prediction.uncertainty)} (a person decides from {percent(prediction.uncertainty_threshold)})"


def flag_list(analysis) -> SafeString | str:
    """What the gates had against a picture that was analysed anyway."""
    lines = ((flag["message"], flag["code"]) for flag in analysis.flags)
    items = format_html_join("", "<li>{} <code>{}</code></li>", lines)
    return format_html('<ul class="flags">{}</ul>', items) if items else "-"


def malignant_against_threshold(prediction) -> str:
    """Malignant probability and the threshold it is compared with, for columns named MALIGNANT_COLUMN."""
    if prediction is None:
        return "-"
    return f"{percent(prediction.malignant_probability)} / {percent(prediction.threshold)}"


def unsure(prediction) -> bool:
    """Whether the networks leave the judgement to a person; no diagnosis stands out then."""
    return prediction.verdict == prediction.Verdict.NEEDS_A_PERSON


def probability_table(prediction) -> SafeString:
    """Probability per class, most probable first; folded away, as on the page, where the network is not sure."""
    rows = format_html_join(
        "",
        '<tr><th scope="row">{} <code>{}</code></th><td><meter min="0" max="1" value="{}">{}</meter></td>'
        '<td class="number">{}</td></tr>',
        (
            (NAMES.get(code, code), code, f"{p:.4f}", percent(p), percent(p))
            for code, p in prediction.by_class().items()
        ),
    )
    table = format_html('<table class="figures"><tbody>{}</tbody></table>', rows)
    if unsure(prediction):
        return format_html("<details><summary>{}</summary>{}</details>", FROM_AN_UNSURE_NETWORK, table)
    return table


def figure_table(figures: Mapping) -> SafeString | str:
    """Named numbers (measurements, metrics, seconds) as a small table."""
    if not figures:
        return "-"
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="number">{}</td></tr>',
        ((name.replace("_", " "), figure(value)) for name, value in flat(figures)),
    )
    return format_html('<table class="figures"><tbody>{}</tbody></table>', rows)


def flat(figures: Mapping, before: str = "") -> list[tuple[str, object]]:
    """Nested figures as one list of names and values."""
    rows: list[tuple[str, object]] = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            rows += flat(value, f"{before}{name} ")
        else:
            rows.append((f"{before}{name}", value))
    return rows


def figure(value: object) -> str:
    """One value as a person reads it: four significant digits, lists with commas."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "-"}[value]
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        return ", ".join(figure(item) for item in value)
    return str(value)


def result_panel(analysis) -> SafeString | str:
    """The result, or why there is none."""
    prediction = analysis.prediction
    if prediction is None:
        return analysis.reason or f"No result: {analysis.get_state_display().lower()}."
    return format_html(
        '<div class="result"><p>{} Malignant probability {} ({} {})</p><p>Uncertainty {}</p>{}{}</div>',
        verdict_mark(analysis),
        percent(prediction.malignant_probability),
        (prediction.get_operating_point_display() or "threshold").lower(),
        percent(prediction.threshold),
        uncertainty_line(prediction),
        flag_list(analysis) if analysis.flags else "",
        probability_table(prediction),
    )
