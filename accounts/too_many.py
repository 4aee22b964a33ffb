"""The answer to too much of something: 429, with the time to wait."""

from django.core.exceptions import ValidationError


class TooMany(ValidationError):
    """Refused for now. `seconds`: when another try may succeed; becomes the header Retry-After."""

    def __init__(self, why: str, seconds: int):
        self.why, self.seconds = why, seconds
        super().__init__(f"{why}. {self.advice}", code="too_many")

    @property
    def advice(self) -> str:
        """When to try again."""
        return f"Please try again in {in_words(self.seconds)}."


def in_words(seconds: int) -> str:
    """A time to wait, rounded up: nobody shall come back too early."""
    if seconds <= 90:
        return "a second" if seconds == 1 else f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes < 100 else f"{-(-minutes // 60)} hours"
