"""The access token of a request becomes a person."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.crypto import constant_time_compare
from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.tokens import Token

from accounts.models import RefreshToken, User
from accounts.second_factor.needed import lacks_factor


class AccessTokenAuthentication(JWTAuthentication):
    """`Authorization: Bearer <access>`; simplejwt checks the signature and the clock, this the account behind it."""

    def get_user(self, validated_token: Token) -> User:
        """The person, in one query: the account is there, active, approved, and no token of its family was revoked."""
        refused = AuthenticationFailed("This token is not valid any more. Sign in again.", code="token_refused")
        try:
            user_id, family = int(validated_token["user_id"]), UUID(str(validated_token["family"]))
        except (KeyError, ValueError, TypeError) as error:
            raise refused from error
        links = RefreshToken.objects.filter(user=OuterRef("pk"), family=family)
        user = (
            User.objects.select_related("clinic")
            .filter(Exists(links), ~Exists(links.filter(revoked_at__isnull=False)))
            .filter(pk=user_id, is_active=True, approved_at__isnull=False)
            .first()
        )
        # the fingerprint ends tokens at every change of password or role, also one made on the command line
        if user is None or not constant_time_compare(validated_token.get("password", ""), user.get_session_auth_hash()):
            raise refused
        if lacks_factor(user):
            raise refused
        return user
