"""Addresses below /api/ that belong to the account."""

from django.urls import path

from accounts.api import schema  # noqa: F401 - registers how the description names our tokens
from accounts.api.me_view import MeView
from accounts.api.token_views import TokenRefreshView, TokenRevokeView, TokenView

urlpatterns = [
    path("token/", TokenView.as_view(), name="api-token"),
    path("token/refresh/", TokenRefreshView.as_view(), name="api-token-refresh"),
    path("token/revoke/", TokenRevokeView.as_view(), name="api-token-revoke"),
    path("me/", MeView.as_view(), name="api-me"),
]
