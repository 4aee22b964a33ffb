"""A choice that nobody has made yet is empty, and the API's description says so."""

from typing import Any


class BlankChoices:
    """For model serializers: the framework forgets of a field that is only read that it may be empty."""

    def include_extra_kwargs(self, kwargs: dict[str, Any], extra_kwargs: dict[str, Any]) -> dict[str, Any]:
        """What a field is made with."""
        empty = {"allow_blank": True} if "choices" in kwargs and kwargs.get("allow_blank") else {}
        return super().include_extra_kwargs(kwargs, extra_kwargs) | empty
