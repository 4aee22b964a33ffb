"""Fields that are given when a row is made and stay."""

from typing import Any

from rest_framework import serializers


class SetOnce(serializers.ModelSerializer):
    """A change may repeat a field of `set_once`, as clients do that send back what they got, but not alter it."""

    set_once: tuple[str, ...] = ()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take the repeated ones out of a change."""
        if self.instance is None:
            return attrs
        for name in self.set_once:
            if name in attrs and attrs.pop(name) != getattr(self.instance, name):
                raise serializers.ValidationError({name: "This cannot be changed later."}, code="set_once")
        return attrs
