"""The worklist's counts and the queue as JSON."""

from rest_framework import serializers

from cases.selectors import WORKLISTS


class QueueSerializer(serializers.Serializer):
    """How the queue of analyses stands, for one's own clinic."""

    waiting = serializers.IntegerField(help_text="Pictures that wait for a worker.")
    running = serializers.IntegerField(help_text="Pictures that are being analysed.")
    in_batches = serializers.IntegerField(
        help_text="Pictures of batch runs without a result yet; they wait behind everybody."
    )
    seconds = serializers.IntegerField(
        allow_null=True, help_text="When the last of them is likely to be finished, estimated from the latest ones."
    )
    answered = serializers.BooleanField(help_text="False: something waits and no worker answers.")


class ListCountsSerializer(serializers.Serializer):
    """How many cases are on each list; a case may be on several."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """One number for each list."""
        return {code: serializers.IntegerField() for code in WORKLISTS}


class WorklistSerializer(serializers.Serializer):
    """Counts and queue."""

    lists = ListCountsSerializer()
    queue = QueueSerializer()
