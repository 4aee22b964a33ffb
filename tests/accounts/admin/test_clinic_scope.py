"""The border of a clinic in the admin, shown on a small admin site and walked along all registered admins."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from accounts.admin.clinic_scope import ClinicScope, ClinicScopedAdmin, ClinicScopedInline, sees_every_clinic
from accounts.models import AuditEvent, Clinic, RefreshToken, User
from tests.factories import UserFactory

PERMISSIONS = ["view", "add", "change", "delete"]


class People(ClinicScopedAdmin):
    """Bound by the user's clinic."""

    clinic_path = "clinic"
    deletable = True


class Tokens(ClinicScopedAdmin):
    """Bound through another table; to read only, though it says deletable."""

    clinic_path = "user__clinic"
    deletable = read_only = True


class Clinics(ClinicScopedAdmin):
    """Bound by itself."""

    clinic_path = "pk"


@pytest.fixture
def site():
    site = admin.AdminSite("small")
    site.register(User, People)
    site.register(Clinic, Clinics)
    site.register(RefreshToken, Tokens)
    return site


@pytest.fixture
def ask(rf):
    def as_(user):
        request = rf.get("/")
        request.user = user
        return request

    return as_


@pytest.fixture
def operator(clinic_a):
    return UserFactory(email="op@clinic-a.example", clinic=clinic_a, role="admin", is_superuser=True)


def granted(model_admin, request) -> list[str]:
    return [name for name in PERMISSIONS if getattr(model_admin, f"has_{name}_permission")(request)]


def test_permissions_come_from_the_roles_table(site, ask, ana, admin_a):
    people = site.get_model_admin(User)
    assert granted(people, ask(admin_a)) == PERMISSIONS
    assert people.has_module_permission(ask(admin_a))
    for stranger in (ana, AnonymousUser(), User(role="admin"), User(role="admin", is_superuser=True)):
        assert granted(people, ask(stranger)) == []
        assert not people.has_module_permission(ask(stranger))


def test_read_only_and_deletable(site, ask, admin_a):
    assert granted(site.get_model_admin(RefreshToken), ask(admin_a)) == ["view"]
    assert granted(site.get_model_admin(Clinic), ask(admin_a)) == ["view", "add", "change"]


def test_rows_of_the_own_clinic_only(site, ask, ana, admin_a, cy, admin_b):
    people = site.get_model_admin(User)
    assert set(people.get_queryset(ask(admin_a))) == {ana, admin_a}
    assert set(people.get_queryset(ask(admin_b))) == {cy, admin_b}
    assert list(site.get_model_admin(Clinic).get_queryset(ask(admin_a))) == [admin_a.clinic]


def test_a_superuser_sees_every_clinic_if_approved(site, ask, ana, cy, operator):
    people = site.get_model_admin(User)
    assert set(people.get_queryset(ask(operator))) == {ana, cy, operator}
    operator.approved_at = None
    assert not sees_every_clinic(operator)
    assert set(people.get_queryset(ask(operator))) == {ana, operator}


def test_somebody_without_a_clinic_sees_nothing_not_the_rows_without_one(site, ask, ana):
    UserFactory(email="everywhere@example.org", clinic=None, role="admin", is_superuser=True)
    nowhere = User(role="admin", approved_at=ana.approved_at)
    assert not site.get_model_admin(User).get_queryset(ask(nowhere)).exists()


def test_choices_are_those_of_the_related_admin(site, ask, admin_a, clinic_a, clinic_b, operator):
    people, field = site.get_model_admin(User), User._meta.get_field("clinic")
    assert list(people.formfield_for_foreignkey(field, ask(admin_a)).queryset) == [clinic_a]
    assert set(people.formfield_for_foreignkey(field, ask(operator)).queryset) == {clinic_a, clinic_b}


def test_choices_of_a_model_that_nobody_decided_about_are_empty(site, ask, admin_a):
    people, field = site.get_model_admin(User), User._meta.get_field("clinic")
    site.unregister(Clinic)
    assert not people.formfield_for_foreignkey(field, ask(admin_a)).queryset.exists()
    site.register(Clinic, admin.ModelAdmin)
    assert not people.formfield_for_foreignkey(field, ask(admin_a)).queryset.exists()


def test_an_admin_that_does_not_say_whose_rows_it_shows_does_not_start(site):
    class Careless(ClinicScopedAdmin):
        """Forgot."""

    site.unregister(Clinic)
    with pytest.raises(ImproperlyConfigured, match="clinic_path"):
        site.register(Clinic, Careless)


def test_rows_of_no_clinic_are_everybodys(site, ask, admin_a, clinic_a, clinic_b):
    class Shared(ClinicScopedAdmin):
        """Says so."""

        clinic_path = None

    site.unregister(Clinic)
    site.register(Clinic, Shared)
    assert set(site.get_model_admin(Clinic).get_queryset(ask(admin_a))) == {clinic_a, clinic_b}
    assert site.get_model_admin(Clinic).clinic_id_of(clinic_a) is None


def test_inlines_read_only_the_own_clinics_rows(site, ask, ana, cy, admin_a):
    class TokenInline(ClinicScopedInline):
        """Tokens beside a user."""

        model = RefreshToken
        clinic_path = "user__clinic"

    inline = TokenInline(User, site)
    assert granted(inline, ask(admin_a)) == ["view"]
    assert "clinic" in str(inline.get_queryset(ask(admin_a)).query)


def test_deleting_leaves_an_event_per_row(site, ask, ana, bo, cy, admin_a):
    people = site.get_model_admin(User)
    ids = {ana.pk, bo.pk}
    people.delete_queryset(ask(admin_a), User.objects.filter(pk__in=ids))
    people.delete_model(ask(admin_a), cy)
    events = AuditEvent.objects.filter(act="user.deleted", user_id=admin_a.pk, detail={"through": "admin"})
    assert set(events.values_list("object_id", "clinic_id")) == {
        *((pk, admin_a.clinic_id) for pk in ids),
        (events.first().object_id, cy.clinic_id),
    }
    assert events.count() == 3


def every_admin() -> list:
    return [pytest.param(a, id=m.__name__) for m, a in admin.site._registry.items()]


@pytest.mark.parametrize("model_admin", every_admin())
def test_every_admin_of_the_site_ends_at_the_border(model_admin):
    assert isinstance(model_admin, ClinicScope), "Derive it from ClinicScopedAdmin."
    for inline in model_admin.inlines:
        assert issubclass(inline, ClinicScope), f"Derive {inline.__name__} from ClinicScopedInline."
    assert not model_admin.raw_id_fields, "A raw id's label shows rows of every clinic: use autocomplete_fields."
    for entry in model_admin.list_filter:
        if isinstance(entry, str):
            field = admin.utils.get_fields_from_path(model_admin.model, entry)[-1]
            assert not field.is_relation, f"({entry!r}, admin.RelatedOnlyFieldListFilter), or it lists every clinic's."
        elif isinstance(entry, tuple):
            assert entry[1] is not admin.RelatedFieldListFilter, f"{entry[0]}: RelatedOnlyFieldListFilter."


@pytest.mark.parametrize("model_admin", every_admin())
def test_every_list_opens_for_administrators_only(client, model_admin, ana, admin_a):
    url = reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
    client.force_login(ana)
    assert client.get(url, follow=True).status_code == 403
    client.force_login(admin_a)
    assert client.get(url).status_code == 200


def test_tokens_are_not_shown():
    assert RefreshToken not in admin.site._registry
