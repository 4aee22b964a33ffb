"""People in the admin: who waits, who may do what, who is switched off."""

from copy import copy
from functools import partial

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from accounts.admin.clinic_scope import ClinicScopedAdmin, sees_every_clinic
from accounts.forms.edit_user import AddUserForm, ChangeUserForm, ChoosePasswordForForm
from accounts.models import User
from accounts.selectors import waiting
from accounts.services.activate_user import activate_user
from accounts.services.approve_user import approve_user
from accounts.services.deactivate_user import deactivate_user
from accounts.services.reset_second_factor import reset_second_factor


class StateFilter(admin.SimpleListFilter):
    """Waiting, active or off."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        """The three states an account can be in."""
        return [("waiting", "Waiting for approval"), ("active", "Active"), ("off", "Switched off")]

    def queryset(self, request, queryset: QuerySet[User]) -> QuerySet[User]:
        """The same rules as the column."""
        if self.value() == "waiting":
            return waiting(queryset)
        if self.value() == "active":
            return queryset.filter(approved_at__isnull=False, is_active=True)
        if self.value() == "off":
            return queryset.filter(is_active=False)
        return queryset


@admin.register(User)
class PersonAdmin(ClinicScopedAdmin, UserAdmin):
    """Django's user admin, by e-mail, inside one clinic; states change by actions only, so that services see them."""

    clinic_path = "clinic"
    form = ChangeUserForm
    add_form = AddUserForm
    change_list_template = "accounts/admin/people.html"
    list_display = ("email", "full_name", "role", "clinic", "state", "second_factor", "last_login")
    list_filter = (StateFilter, "role", ("clinic", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("clinic",)
    search_fields = ("email", "full_name")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields = ("state", "factor_since", "last_login", "created_at", "approved_at", "approved_by")
    fieldsets = (
        (None, {"fields": ("email", "password", "full_name", "role", "clinic")}),
        ("State", {"fields": ("state", "factor_since", "approved_at", "approved_by", "created_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "full_name", "role", "clinic", "password1", "password2")}),)
    actions = ("approve", "switch_off", "switch_on", "take_second_factor")

    @admin.display(description="state")
    def state(self, user: User) -> str:
        """Waiting, active or off."""
        if not user.is_active:
            return "off"
        return "active" if user.approved_at else "waiting"

    @admin.display(description="second factor", boolean=True, ordering="factor_since")
    def second_factor(self, user: User) -> bool:
        """Whether signing in asks for a code."""
        return user.has_second_factor

    def get_fieldsets(self, request, obj=None):
        """Only a superuser makes superusers."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and sees_every_clinic(request.user):
            fieldsets = (*fieldsets, ("Every clinic", {"fields": ("is_superuser",)}))
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        """Nobody takes the admin from themselves by a slip in the form."""
        own = ("role", "clinic", "is_superuser") if obj == request.user else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def has_change_permission(self, request, obj=None) -> bool:
        """A superuser's account is for superusers: its password opens every clinic."""
        if obj is not None and obj.is_superuser and not sees_every_clinic(request.user):
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change) -> None:
        """Whom an administrator adds need not wait."""
        if not change:
            obj.approved_at, obj.approved_by = timezone.now(), request.user
        super().save_model(request, obj, form, change)

    def user_change_password(self, request, id, form_url=""):
        """Django's page, with a form that knows who asks; a copy, because one admin serves all requests."""
        asked = copy(self)
        asked.change_password_form = partial(ChoosePasswordForForm, by=request.user)
        return super(PersonAdmin, asked).user_change_password(request, id, form_url)

    def changelist_view(self, request, extra_context=None):
        """Says above the list how many wait."""
        count = waiting(self.get_queryset(request)).count()
        return super().changelist_view(request, {"waiting_count": count, **(extra_context or {})})

    def get_urls(self) -> list:
        """With the address behind the button of the index."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:user_id>/approve/", wrap(self.approve_one), name="accounts_user_approve"),
            *super().get_urls(),
        ]

    def approve_one(self, request, user_id: int):
        """One click: lets this person in and goes back to the index."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        user = get_object_or_404(self.get_queryset(request), pk=user_id)
        self._apply(request, [user], approve_user, "approved")
        return redirect("admin:index")

    @admin.action(description="Approve", permissions=["change"])
    def approve(self, request, queryset: QuerySet[User]) -> None:
        """Lets the ticked people in."""
        self._apply(request, queryset, approve_user, "approved")

    @admin.action(description="Switch off", permissions=["change"])
    def switch_off(self, request, queryset: QuerySet[User]) -> None:
        """Ends the ticked people's access."""
        self._apply(request, queryset, deactivate_user, "switched off")

    @admin.action(description="Switch on again", permissions=["change"])
    def switch_on(self, request, queryset: QuerySet[User]) -> None:
        """Gives it back."""
        self._apply(request, queryset, activate_user, "switched on")

    @admin.action(description="Reset second factor", permissions=["change"])
    def take_second_factor(self, request, queryset: QuerySet[User]) -> None:
        """For people whose telephone is gone; make sure that it is they who ask."""
        service = partial(reset_second_factor, through="admin")
        self._apply(request, queryset, service, "without a second factor")

    def _apply(self, request, queryset, service, done: str) -> None:
        count = 0
        for user in queryset:
            if not self.has_change_permission(request, user):
                self.message_user(request, f"{user.email}: only a superuser may do that.", messages.ERROR)
                continue
            try:
                count += service(user=user, by=request.user)
            except ValidationError as error:
                self.message_user(request, error.message, messages.ERROR)
        self.message_user(request, f"{count} of {len(queryset)} {done}.", messages.SUCCESS if count else messages.INFO)
