"""The way of a picture from the upload to its result, as steps to look at."""

from dataclasses import dataclass

# stage of the analysis -> how far each step is. The record knows that a worker has the picture, not which network
# looks at it, so outline and classes are under way together
_HOW_FAR = {
    "queued": ("done", "now", "later", "later", "later"),
    "running": ("done", "done", "now", "now", "later"),
}
_WORDS = ("Received", "Waiting", "Outline", "Classes", "Done")
_SAID = {"done": "done", "now": "under way", "later": "still to come"}


@dataclass(frozen=True)
class Step:
    """One step; `state` is "done", "now" or "later", `said` the same for a screen reader."""

    words: str
    state: str
    said: str


def present_steps(stage: str) -> list[Step]:
    """The steps of an analysis under way; none for one that has ended or was never asked for."""
    return [Step(words, how, _SAID[how]) for words, how in zip(_WORDS, _HOW_FAR.get(stage, ()), strict=False)]
