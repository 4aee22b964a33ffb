"""A patient of one clinic."""

from django.db import models, transaction
from django.db.models import F, Q

from cases.sealed.fields import DigestField, NeverInBulk, SealedCharField


class Patient(models.Model):
    """The person, known to the clinic by a record number."""

    class Sex(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"
        OTHER = "other", "Other"
        UNKNOWN = "unknown", "Unknown"

    class SkinType(models.TextChoices):
        """Fitzpatrick 1988, Archives of Dermatology 124:869."""

        I = "I", "I - always burns, never tans"  # noqa: E741 - the field's own name
        II = "II", "II - burns easily, tans little"
        III = "III", "III - burns sometimes, tans gradually"
        IV = "IV", "IV - burns little, tans well"
        V = "V", "V - rarely burns, brown"
        VI = "VI", "VI - never burns, dark"

    clinic = models.ForeignKey("accounts.Clinic", on_delete=models.PROTECT, related_name="patients")
    record_number = SealedCharField(max_length=40, digest="record_digest")
    record_digest = DigestField(of="record_number")
    name = SealedCharField(max_length=120)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN, blank=True)
    skin_type = models.CharField("Fitzpatrick skin type", max_length=3, choices=SkinType.choices, blank=True)
    # empty: nobody asked; that is not a no
    personal_melanoma = models.BooleanField("melanoma before", null=True, blank=True)
    family_melanoma = models.BooleanField("melanoma in the family", null=True, blank=True)
    immunosuppression = models.BooleanField(null=True, blank=True)
    many_nevi = models.BooleanField("many nevi (more than 50)", null=True, blank=True)
    research_consent_on = models.DateField("consented to research use on", null=True, blank=True)
    # the patient's rows have moved there: two registrations were one person
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    notes = models.TextField(max_length=4000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = NeverInBulk.as_manager()

    class Meta:
        # by name is for `cases.selectors.in_reading_order`: the database cannot read it
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "record_digest"],
                name="patient_record_number_unique_per_clinic",
                violation_error_message="A patient with this record number is already registered.",
            ),
            models.CheckConstraint(
                condition=~Q(record_number="") & ~Q(record_digest=""), name="patient_has_a_record_number"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="patient_has_a_name"),
            models.CheckConstraint(
                condition=Q(skin_type__in=["", "I", "II", "III", "IV", "V", "VI"]), name="patient_skin_type_known"
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["female", "male", "other", "unknown"]), name="patient_sex_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="patient_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.record_number})"

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """With what the patient is found by, in one transaction."""
        if update_fields is not None and {"name", "record_number"}.isdisjoint(update_fields):
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        if update_fields is not None:
            update_fields = {*update_fields, "record_digest"}
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
            self.terms.model.keep(self)

    def clean(self) -> None:
        """The hash is there before the constraints are looked at."""
        self.record_digest = self._meta.get_field("record_digest").value_of(self)
