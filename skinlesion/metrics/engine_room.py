"""The engine room's figures, asked of the database when Prometheus asks us.

Not counted in the workers: they run on other hosts, come and go, and would each have to be found and asked; and what a
killed worker had counted would be gone, while its rows are not. Whichever web process is asked gives the same answer.
Every query is bounded: one state at a time along its partial index, or the newest rows of a few minutes.
"""

from collections.abc import Iterator

from django.db import DatabaseError
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from analysis.models import Heartbeat, ModelVersion
from analysis.queue_depth import OF_QUEUE, queue_depths
from analysis.recent_outcomes import recent_outcomes
from analysis.worker_beat import listening, worker_silence, workers

SHARES = (0.5, 0.95)


def _gauge(name: str, words: str, labels: list[str], values: dict[tuple, float]) -> Metric:
    gauge = GaugeMetricFamily(f"skinlesion_{name}", words, labels=labels)
    for of, value in values.items():
        gauge.add_metric(of, value)
    return gauge


class EngineRoom(Collector):
    """Queues, outcomes, networks, and who is alive."""

    def collect(self) -> Iterator[Metric]:
        """A dozen short queries; `skinlesion_database_up` alone when the database is away."""
        try:
            found = [*self._queues(), *self._outcomes(), *self._alive()]
        except DatabaseError:
            found = []  # what was counted of requests is then wanted most
        yield _gauge("database_up", "1 when the database answered.", [], {(): int(bool(found))})
        yield from found

    def _queues(self) -> Iterator[Metric]:
        depths = {(depth.queue,): depth for depth in queue_depths()}
        for name, words, figure in (
            ("queue_waiting", "Analyses that wait for a worker, counted to 100000.", "waiting"),
            ("queue_oldest_seconds", "How long the first of them has been due.", "oldest_seconds"),
            ("queue_running", "Analyses that a worker holds.", "running"),
        ):
            yield _gauge(name, words, ["queue"], {of: getattr(depth, figure) for of, depth in depths.items()})

    def _outcomes(self) -> Iterator[Metric]:
        lately = recent_outcomes()
        yield _gauge(
            "recent_outcomes",
            "Analyses that ended within skinlesion_recent_seconds.",
            ["state", "reason", "segmenter", "classifier"],
            dict(lately.outcomes),
        )
        yield _gauge("recent_seconds", "How far back skinlesion_recent_* look.", [], {(): lately.seconds})
        yield _gauge(
            "recent_stage_seconds",
            "Within how long that share of them finished the stage.",
            ["stage", "share"],
            {(stage, str(share)): lately.percentile(stage, share) for stage in lately.stages for share in SHARES},
        )
        active = ModelVersion.objects.filter(active=True).values_list("kind", "version")
        yield _gauge("network_in_use", "1 for each network in use.", ["kind", "version"], dict.fromkeys(active, 1))

    def _alive(self) -> Iterator[Metric]:
        yield _gauge(
            "workers", "Workers heard of lately.", ["queue"], {(queue,): len(listening(queue)) for queue in OF_QUEUE}
        )
        silent = workers().filter(beat_at__lt=timezone.now() - worker_silence()).count()
        yield _gauge("workers_silent", "Workers that ended without a word within the last hour.", [], {(): silent})
        beat = Heartbeat.objects.filter(process="reconciler").first()
        yield _gauge(
            "reconciler_heartbeat_seconds",
            "How long ago the reconciler was last alive; missing when it never was.",
            [],
            {(): (timezone.now() - beat.beat_at).total_seconds()} if beat else {},
        )
