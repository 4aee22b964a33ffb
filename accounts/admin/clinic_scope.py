"""An administrator's admin ends at the border of their clinic; superusers see every clinic."""

from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from accounts.models import User
from accounts.roles import Act, may
from accounts.services.record_event import record_event

UNDECIDED = object()


def sees_every_clinic(user: User) -> bool:
    """Whether the border does not apply: an approved administrator who runs the whole installation."""
    return bool(may(user, Act.ADMINISTER) and user.is_superuser)


class ClinicScope:
    """What admins and inlines share: permissions from the roles table, rows and choices of the own clinic only.

    Attributes:
        clinic_path: lookup from the model to the clinic ("patient__clinic", "clinic_id", "pk" for the clinic itself);
            None says in the open that the rows belong to no clinic and every administrator may see them.
        read_only: nobody adds, changes or deletes here.
        deletable: deletion is offered; off, because a record that vanishes explains nothing later.

    Filters on a relation must be `("case", admin.RelatedOnlyFieldListFilter)`: Django's plain one lists the rows of
    every clinic. No `raw_id_fields`: their label shows any row whose number is typed. A test walks over all admins.
    """

    clinic_path: str | None | object = UNDECIDED
    read_only = False
    deletable = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.clinic_path is UNDECIDED:
            raise ImproperlyConfigured(f"{type(self).__name__} must say its clinic_path (None: belongs to no clinic).")

    def has_module_permission(self, request) -> bool:
        """The app shows on the index for administrators."""
        return may(request.user, Act.ADMINISTER)

    def has_view_permission(self, request, obj=None) -> bool:
        """Administrators look at everything of their clinic."""
        return may(request.user, Act.ADMINISTER)

    def has_add_permission(self, request, obj=None) -> bool:
        """Administrators add where the admin is not read-only."""
        return not self.read_only and may(request.user, Act.ADMINISTER)

    def has_change_permission(self, request, obj=None) -> bool:
        """Administrators change where the admin is not read-only."""
        return not self.read_only and may(request.user, Act.ADMINISTER)

    def has_delete_permission(self, request, obj=None) -> bool:
        """Administrators delete only where it is offered."""
        return self.deletable and not self.read_only and may(request.user, Act.ADMINISTER)

    def get_queryset(self, request):
        """The rows of the own clinic; a row of another one is not found, like one that does not exist."""
        rows = super().get_queryset(request)
        if self.clinic_path is None or sees_every_clinic(request.user):
            return rows
        if request.user.clinic_id is None:
            return rows.none()
        return rows.filter(**{self.clinic_path: request.user.clinic_id})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The choices are the rows that the related model's own admin would list for this person."""
        if "queryset" not in kwargs and not sees_every_clinic(request.user):
            related = self.admin_site._registry.get(db_field.related_model)
            if isinstance(related, ClinicScope):
                kwargs["queryset"] = related.get_queryset(request)
            else:  # nobody said whose rows these are
                kwargs["queryset"] = db_field.related_model._default_manager.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ClinicScopedAdmin(ClinicScope, admin.ModelAdmin):
    """Base of every admin of this site. What is written here goes into the audit trail: field names, never values."""

    def save_model(self, request, obj, form, change) -> None:
        """Saves inside the admin's transaction, with its event."""
        super().save_model(request, obj, form, change)
        self.record(request, obj, "changed" if change else "added", fields=sorted(form.changed_data))

    def delete_model(self, request, obj) -> None:
        """Deletes one row; the event keeps its id."""
        self.record(request, obj, "deleted")
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset) -> None:
        """Deletes the ticked rows, one event each."""
        for obj in queryset:
            self.record(request, obj, "deleted")
        super().delete_queryset(request, queryset)

    def record(self, request, obj: Model, verb: str, **detail) -> None:
        """One audit event "<noun>.<verb>" for the clinic the row belongs to."""
        record_event(
            act=f"{obj._meta.model_name}.{verb}",
            by=request.user,
            about=obj,
            clinic_id=self.clinic_id_of(obj),
            detail={"through": "admin", **detail},
        )

    def clinic_id_of(self, obj: Model) -> int | None:
        """The clinic at the end of `clinic_path`, None where the row belongs to none."""
        value = obj
        for part in (self.clinic_path or "").split("__"):
            value = getattr(value, part, None) if part else None
        return value.pk if isinstance(value, Model) else value


class ClinicScopedInline(ClinicScope, admin.TabularInline):
    """Rows of another model on their parent's page; read-only, since inlines write past `save_model`'s audit event."""

    read_only = True
    extra = 0
