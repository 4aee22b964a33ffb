"""Another password ends every token."""

from accounts.models import AuditEvent, RefreshToken
from accounts.services.change_password import change_password
from accounts.services.check_credentials import check_credentials
from accounts.services.issue_tokens import issue_tokens


def test_tokens_end_and_the_trail_knows_who_did_it_and_how(ana, bo, admin_a):
    issue_tokens(user=ana)
    issue_tokens(user=bo)
    change_password(user=ana, password="horse-battery-staple", by=admin_a, through="admin")
    assert check_credentials(email=ana.email, password="horse-battery-staple") == ana
    assert [token.user for token in RefreshToken.objects.filter(revoked_at__isnull=True)] == [bo]
    assert RefreshToken.objects.get(user=ana).revoked_because == "password_changed"
    event = AuditEvent.objects.get(act="user.password_changed")
    assert (event.user_id, event.object_id, event.detail) == (admin_a.pk, ana.pk, {"through": "admin"})
