"""People in the admin."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, RefreshToken, User
from accounts.services.check_credentials import check_credentials
from accounts.services.issue_tokens import issue_tokens
from tests.factories import PASSWORD, UserFactory

LIST, ADD = reverse("admin:accounts_user_changelist"), reverse("admin:accounts_user_add")


def change_url(user) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


@pytest.fixture
def dan(clinic_a):
    """Signed up, waits."""
    return UserFactory(email="dan@clinic-a.example", full_name="Dan Dahl", clinic=clinic_a, approved_at=None)


@pytest.fixture
def desk(client, admin_a):
    client.force_login(admin_a)
    return client


@pytest.fixture
def operator(clinic_a):
    return UserFactory(email="op@clinic-a.example", clinic=clinic_a, role="admin", is_superuser=True)


def act(desk, action, *users):
    return desk.post(LIST, {"action": action, "_selected_action": [u.pk for u in users]}, follow=True)


def form(user, **changes) -> dict:
    return {"email": user.email, "full_name": user.full_name, "role": user.role, "clinic": user.clinic_id, **changes}


def test_the_list_shows_states_and_how_many_wait(desk, ana, dan, cy):
    page = desk.get(LIST).content.decode()
    assert "1 person waits for approval" in page
    for expected in ("dan@clinic-a.example", "Dan Dahl", "waiting", "ana@clinic-a.example", "active", "Clinic A"):
        assert expected in page
    assert "cy@clinic-b.example" not in page
    assert "Clinic B" not in page


@pytest.mark.parametrize(
    ("state", "expected"),
    [("waiting", {"dan"}), ("active", {"ana", "admin"}), ("off", {"bo"}), ("", {"ana", "admin", "dan", "bo"})],
)
def test_the_filter_finds_each_state(desk, ana, bo, dan, state, expected):
    User.objects.filter(pk=bo.pk).update(is_active=False)
    people = desk.get(LIST, {"state": state} if state else {}).context["cl"].queryset
    assert {user.email.split("@")[0] for user in people} == expected


def test_the_index_tells_who_waits_in_the_own_clinic(desk, dan, clinic_b):
    UserFactory(email="eva@clinic-b.example", clinic=clinic_b, approved_at=None)
    page = desk.get(reverse("admin:index")).content.decode()
    assert f'<a href="{LIST}?state=waiting">1 person waits for approval</a>' in page
    User.objects.filter(pk=dan.pk).update(is_active=False)
    assert "for approval" not in desk.get(reverse("admin:index")).content.decode()


def test_approve_switch_off_and_on_act_on_the_ticked(desk, ana, dan, admin_a):
    assert "1 of 2 approved." in act(desk, "approve", dan, ana).content.decode()
    assert check_credentials(email=dan.email, password=PASSWORD) == dan
    issue_tokens(user=dan)
    assert "1 of 1 switched off." in act(desk, "switch_off", dan).content.decode()
    assert RefreshToken.objects.get().revoked_because == "switched_off"
    assert "1 of 1 switched on." in act(desk, "switch_on", dan).content.decode()
    done = AuditEvent.objects.filter(object_id=dan.pk, user_id=admin_a.pk).order_by("pk")
    assert list(done.values_list("act", flat=True)) == ["user.approved", "user.switched_off", "user.switched_on"]


def test_nobody_switches_themselves_off(desk, admin_a):
    assert "cannot switch off your own" in act(desk, "switch_off", admin_a).content.decode()
    admin_a.refresh_from_db()
    assert admin_a.is_active


def test_actions_do_not_reach_another_clinic_or_a_superuser(desk, cy, operator):
    User.objects.filter(pk=cy.pk).update(approved_at=None)
    act(desk, "approve", cy)
    assert "only a superuser" in act(desk, "switch_off", operator).content.decode()
    cy.refresh_from_db()
    operator.refresh_from_db()
    assert (cy.approved_at, operator.is_active) == (None, True)


def test_a_person_of_another_clinic_is_not_found(desk, cy):
    before = User.objects.filter(pk=cy.pk).values().get()
    for url in (change_url(cy), reverse("admin:accounts_user_history", args=[cy.pk])):
        assert desk.get(url).status_code in (302, 404)
    assert desk.post(change_url(cy), form(cy, full_name="Taken Over")).status_code in (302, 404)
    password_url = reverse("admin:auth_user_password_change", args=[cy.pk])
    new = {"password1": "horse-battery-staple", "password2": "horse-battery-staple"}
    assert desk.post(password_url, new).status_code == 404
    assert User.objects.filter(pk=cy.pk).values().get() == before


def test_whom_an_administrator_adds_may_sign_in_at_once(desk, admin_a, clinic_a, clinic_b):
    assert "Clinic B" not in desk.get(ADD).content.decode()
    new = {"email": "Eva@clinic-a.example", "full_name": "Eva Eder", "role": "clinician", "clinic": clinic_a.pk}
    new |= {"password1": "horse-battery-staple", "password2": "horse-battery-staple"}
    refused = desk.post(ADD, {**new, "clinic": clinic_b.pk, "is_superuser": "on"})
    assert "clinic" in refused.context["adminform"].form.errors
    desk.post(ADD, {**new, "is_superuser": "on"})
    eva = check_credentials(email="eva@clinic-a.example", password="horse-battery-staple")
    assert (eva.clinic, eva.approved_by, eva.is_superuser) == (clinic_a, admin_a, False)
    assert AuditEvent.objects.get(act="user.added").object_id == eva.pk


def test_a_change_is_kept_by_field_names_and_not_by_values(desk, ana):
    desk.post(change_url(ana), form(ana, full_name="Ana Alba", role="admin"))
    ana.refresh_from_db()
    assert (ana.full_name, ana.role) == ("Ana Alba", "admin")
    event = AuditEvent.objects.get(act="user.changed")
    assert event.detail == {"through": "admin", "fields": ["full_name", "role"]}


def test_nobody_moves_people_across_the_border_or_makes_superusers(desk, ana, clinic_b):
    answer = desk.post(change_url(ana), form(ana, clinic=clinic_b.pk))
    assert "clinic" in answer.context["adminform"].form.errors
    desk.post(change_url(ana), form(ana, is_superuser="on", approved_at="2020-01-01", user_permissions=["1"]))
    ana.refresh_from_db()
    assert (ana.is_superuser, ana.clinic_id) == (False, ana.clinic_id)
    assert ana.approved_at.year > 2020


def test_a_superusers_account_is_closed_to_the_clinics_administrator(desk, operator):
    assert desk.get(change_url(operator)).context["has_change_permission"] is False
    assert desk.post(change_url(operator), form(operator, full_name="Taken Over")).status_code == 403
    new = {"password1": "horse-battery-staple", "password2": "horse-battery-staple"}
    assert desk.post(reverse("admin:auth_user_password_change", args=[operator.pk]), new).status_code == 403


def test_a_superuser_makes_superusers_but_nobody_changes_their_own_role(client, operator, ana):
    client.force_login(operator)
    client.post(change_url(ana), form(ana, role="admin", is_superuser="on"))
    ana.refresh_from_db()
    assert (ana.is_superuser, ana.role) == (True, "admin")
    client.post(change_url(operator), form(operator, role="clinician"))
    operator.refresh_from_db()
    assert (operator.is_superuser, operator.role) == (True, "admin")


def test_a_password_chosen_for_somebody_ends_their_tokens(desk, ana, admin_a):
    issue_tokens(user=ana)
    url = reverse("admin:auth_user_password_change", args=[ana.pk])
    assert desk.get(url).status_code == 200
    desk.post(url, {"password1": "horse-battery-staple", "password2": "horse-battery-staple"})
    assert check_credentials(email=ana.email, password="horse-battery-staple") == ana
    assert RefreshToken.objects.get().revoked_because == "password_changed"
    event = AuditEvent.objects.get(act="user.password_changed")
    assert (event.user_id, event.object_id, event.detail) == (admin_a.pk, ana.pk, {"through": "admin"})


def test_two_addresses_that_differ_in_case_are_one(desk, ana, bo):
    answer = desk.post(change_url(bo), form(bo, email="ANA@clinic-a.example"))
    assert "email" in answer.context["adminform"].form.errors


def test_the_list_costs_the_same_for_three_as_for_thirty(desk, clinic_a, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(20) as counted:
            desk.get(LIST)
        return len(counted)

    UserFactory.create_batch(2, clinic=clinic_a)
    few = queries()
    UserFactory.create_batch(27, clinic=clinic_a)
    assert queries() == few
