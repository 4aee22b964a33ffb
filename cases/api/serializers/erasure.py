"""Legal holds, erasure and retention as JSON."""

from rest_framework import serializers

from cases.models import Erasure, LegalHold, Patient


class WhatWillGoSerializer(serializers.Serializer):
    """What an erasure would remove."""

    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Rows by what they are.")
    on_hold = serializers.BooleanField(help_text="On legal hold: an erasure is refused.")


class EraseSerializer(serializers.Serializer):
    """Why, and the record number once more, so that it is not the wrong person."""

    why = serializers.ChoiceField(choices=Erasure.Why.choices)
    record_number = serializers.CharField(help_text="Of this patient, to the letter; else 400 `another_number`.")


class ErasureSerializer(serializers.ModelSerializer):
    """What stays: no name, no record number."""

    class Meta:
        model = Erasure
        fields = ["id", "patient_number", "why", "counts", "erased_at"]


class ReasonSerializer(serializers.Serializer):
    """Why a hold begins or ends."""

    reason = serializers.CharField(max_length=300)


class LegalHoldSerializer(serializers.ModelSerializer):
    """A hold; it stands while `lifted_at` is null."""

    class Meta:
        model = LegalHold
        fields = ["id", "reason", "placed_at", "lifted_at", "lifted_reason"]


class DueSerializer(serializers.ModelSerializer):
    """A record that the clinic has kept for long enough."""

    last_visit = serializers.DateTimeField()

    class Meta:
        model = Patient
        fields = ["id", "record_number", "name", "last_visit"]
