"""A refresh token as the server remembers it: only its hash, its family and whether it was used."""

from django.db import models
from django.db.models import Q


class RefreshToken(models.Model):
    """One link in a chain of rotating tokens. Using a used one revokes the whole `family`."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="refresh_tokens")
    family = models.UUIDField(db_index=True)
    jti_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_because="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_because="")),
                name="refresh_token_revoked_at_and_because_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.created_at:%Y-%m-%d %H:%M}"
