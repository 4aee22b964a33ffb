"""The admin's doors are the site's own."""

from django.urls import reverse

from accounts.models import AuditEvent


def test_a_stranger_signs_in_on_the_sites_page_and_comes_back(client, db):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('accounts:sign_in')}?next=%2Fadmin%2F"
    assert answer.status_code == 200


def test_a_clinician_gets_403_not_a_loop(client, ana):
    client.force_login(ana)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_an_administrator_gets_in_and_signing_out_is_kept(client, admin_a):
    client.force_login(admin_a)
    assert client.get(reverse("admin:index")).status_code == 200
    client.post(reverse("admin:logout"))
    assert "_auth_user_id" not in client.session
    assert AuditEvent.objects.get().act == "user.signed_out"


def test_the_password_is_changed_on_the_sites_page(client, admin_a):
    client.force_login(admin_a)
    assert client.get(reverse("admin:password_change")).url == reverse("accounts:change_password")


def test_groups_do_not_compete_with_the_roles_table(client, admin_a):
    client.force_login(admin_a)
    assert client.get("/admin/auth/group/").status_code == 404
