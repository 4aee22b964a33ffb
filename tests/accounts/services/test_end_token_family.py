"""Signing a program out ends what came from one sign-in, and nothing else."""

import pytest

from accounts.models import AuditEvent, RefreshToken
from accounts.services.end_token_family import end_token_family
from accounts.services.issue_tokens import issue_tokens
from accounts.services.rotate_refresh_token import rotate_refresh_token


@pytest.mark.parametrize("which", [0, 1], ids=["a used token", "the newest token"])
def test_any_token_of_the_family_ends_it(ana, which):
    elsewhere = issue_tokens(user=ana)
    first = issue_tokens(user=ana)
    chain = [first, rotate_refresh_token(refresh=first.refresh)]
    assert end_token_family(refresh=chain[which].refresh) is True
    assert RefreshToken.objects.filter(revoked_because="signed_out").count() == 2
    assert rotate_refresh_token(refresh=elsewhere.refresh)
    event = AuditEvent.objects.get(act="user.signed_out")
    assert (event.user_id, event.detail) == (ana.pk, {"through": "api"})


def test_twice_or_with_rubbish_nothing_happens(ana):
    pair = issue_tokens(user=ana)
    end_token_family(refresh=pair.refresh)
    assert end_token_family(refresh=pair.refresh) is False
    assert end_token_family(refresh="not.a.token") is False
    assert end_token_family(refresh=pair.access) is False
    assert AuditEvent.objects.filter(act="user.signed_out").count() == 1
