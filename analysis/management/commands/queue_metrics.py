"""manage.py queue_metrics [--json]: how long the queues are, for a rule that starts and stops workers."""

import json

from django.core.management.base import BaseCommand

from analysis.queue_depth import queue_depths
from analysis.worker_beat import listening


class Command(BaseCommand):
    """Looks into the database only: it answers while the broker is away, and sends nothing."""

    help = "Prints for each queue how many analyses wait, for how long, how many run, and how many workers listen."

    def add_arguments(self, parser) -> None:
        """--json: one object, by queue."""
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines for people")

    def handle(self, *args, **options) -> None:
        """Print and end."""
        queues = {}
        for depth in queue_depths():
            queues[depth.queue] = depth.as_dict() | {"workers": len(listening(depth.queue))}
            queues[depth.queue].pop("queue")
        if options["json"]:
            self.stdout.write(json.dumps(queues))
            return
        for name, of_queue in queues.items():
            self.stdout.write(
                "{name}: {waiting} waiting, the oldest for {oldest_seconds} s; {running} running; "
                "{workers} worker{s}".format(name=name, s="" if of_queue["workers"] == 1 else "s", **of_queue)
            )
