"""Who did something, as JSON."""

from rest_framework import serializers

from accounts.models import User


class PersonSerializer(serializers.ModelSerializer):
    """A colleague: id and name, nothing else of the account."""

    class Meta:
        model = User
        fields = ["id", "full_name"]
        read_only_fields = fields
