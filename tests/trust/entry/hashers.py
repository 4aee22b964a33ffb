"""Hashers that say how often, and for how long, somebody's password was looked at."""

from django.contrib.auth.hashers import MD5PasswordHasher, PBKDF2PasswordHasher


class CountingHasher(MD5PasswordHasher):
    """The fast one. `looks`: comparisons with an account's password; `works`: these and the work that only looks so."""

    algorithm = "md5"
    looks = 0
    works = 0

    def verify(self, password, encoded):
        """A comparison."""
        type(self).looks += 1
        return super().verify(password, encoded)

    def encode(self, password, salt):
        """The work."""
        type(self).works += 1
        return super().encode(password, salt)


class PartOfTheWork(PBKDF2PasswordHasher):
    """The real one with fewer rounds: still the most that a sign-in costs."""

    iterations = PBKDF2PasswordHasher.iterations // 20


def use(settings, hasher) -> None:
    """From now on, in this test."""
    settings.PASSWORD_HASHERS = [f"{hasher.__module__}.{hasher.__name__}"]
