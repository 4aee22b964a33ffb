"""What `make teeth` breaks: one control, and the tests that must not let it pass."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tooth:
    """One control of the site.

    name: what is guarded. file: where the guard stands. text: the guard itself, a piece of that file that occurs there
    exactly once. instead: what stands there once somebody has dropped it; still valid Python. tests: files (or single
    tests) of which at least one must then fail.
    """

    name: str
    file: str
    text: str
    instead: str
    tests: tuple[str, ...]

    def broken(self, source: str) -> str:
        """The file's text without the guard.

        Raises:
            ValueError: the guard is not there, or stands there more than once.
        """
        if (found := source.count(self.text)) != 1:
            raise ValueError(f"{self.name}: {self.file} has this {found} times, not once: {self.text!r}")
        return source.replace(self.text, self.instead)
