"""Clients of the API that carry a real access token."""

import pytest
from rest_framework.test import APIClient

from accounts.services.issue_tokens import issue_tokens


@pytest.fixture
def api():
    """`api(ana)` is a client that speaks for Ana; `api()` one that nobody knows."""

    def client_of(user=None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=user).access}")
        return client

    return client_of


@pytest.fixture
def as_ana(api, ana):
    """Ana's client."""
    return api(ana)
