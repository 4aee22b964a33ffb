"""How the result of a picture changed from one analysis to the next."""

from analysis.models import Analysis
from cases.wording.percent import percent


def result_change(runs: list[Analysis]) -> str:
    """What the newest of `runs` (newest first, with their predictions) says against the done one before it.

    Empty unless the newest is done and another one was. Where the networks leave the judgement to a person, no
    probability is named.
    """
    done = [run for run in runs if run.state == Analysis.State.DONE]
    if len(done) < 2 or runs[0] != done[0]:
        return ""
    now, before = _in_words(done[0]), _in_words(done[1])
    return f"Result unchanged: {now}." if now == before else f"Result changed from {before} to {now}."


def _in_words(run: Analysis) -> str:
    prediction = run.prediction
    words = prediction.get_verdict_display().lower()
    if prediction.verdict == prediction.Verdict.NEEDS_A_PERSON:
        return words
    return f"{words} ({percent(prediction.malignant_probability)})"
