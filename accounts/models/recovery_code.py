"""A code on paper, for the day the telephone is lost: only its hash, and whether it was used."""

from django.db import models


class RecoveryCode(models.Model):
    """Stands in for the second factor once. Ten are made together; new ones replace all of them."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="recovery_codes")
    code_sha256 = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "code_sha256"], name="recovery_code_once_per_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {'used' if self.used_at else 'unused'}"
