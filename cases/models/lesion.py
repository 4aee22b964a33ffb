"""A lesion of a patient: where it is."""

from django.db import models
from django.db.models import Q

from cases.body_sites import BY_CODE, site_choices


class Lesion(models.Model):
    """One lesion, followed over time. The point on the body map is optional; then view, x and y come together."""

    class BodyView(models.TextChoices):
        FRONT = "front", "Front"
        BACK = "back", "Back"

    patient = models.ForeignKey("cases.Patient", on_delete=models.PROTECT, related_name="lesions")
    body_site = models.CharField(max_length=30, choices=site_choices)
    body_view = models.CharField(max_length=5, choices=BodyView.choices, blank=True)
    # 0..1 from the left and the top edge of the body map's drawing
    body_x = models.FloatField(null=True, blank=True)
    body_y = models.FloatField(null=True, blank=True)
    description = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body_view="", body_x__isnull=True, body_y__isnull=True)
                | Q(
                    body_view__in=["front", "back"],
                    # a comparison with nothing is neither true nor false, and would pass
                    body_x__isnull=False,
                    body_y__isnull=False,
                    body_x__gte=0,
                    body_x__lte=1,
                    body_y__gte=0,
                    body_y__lte=1,
                ),
                name="lesion_point_complete_and_on_the_map",
            ),
            models.CheckConstraint(condition=Q(body_site__in=list(BY_CODE)), name="lesion_body_site_known"),
        ]

    def __str__(self) -> str:
        return self.site_name

    @property
    def site_name(self) -> str:
        """The site's full name, with the larger region it belongs to."""
        site = BY_CODE[self.body_site]
        return f"{site.name}, {BY_CODE[site.parent].name.lower()}" if site.parent else site.name
