"""The queue in one sentence."""

from dataclasses import dataclass

from analysis.queue_state import QueueState


@dataclass(frozen=True)
class QueueWords:
    """`tone` is quiet, busy or silent (nobody answers)."""

    words: str
    tone: str


def present_queue(queue: QueueState) -> QueueWords:
    """ "3 waiting, 1 in work, about 10 s", "3 waiting, no worker answers", "Nothing waits for an analysis"."""
    counts = [
        f"{count} {words}"
        for count, words in (
            (queue.waiting, "waiting"),
            (queue.running, "in work"),
            (queue.in_batches, "more in a batch"),
        )
        if count
    ]
    if not counts:
        return QueueWords("Nothing waits for an analysis", "quiet")
    if not queue.answered:
        return QueueWords(f"{', '.join(counts)}: no worker answers", "silent")
    about = [f"about {_span(queue.seconds)}"] if queue.seconds else []
    return QueueWords(", ".join([*counts, *about]), "busy")


def _span(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} s" if seconds <= 10 else f"{round(seconds, -1)} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{round(seconds / 3600)} h"
