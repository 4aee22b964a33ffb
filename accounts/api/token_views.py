"""Sign-in for programs: a token pair, the next pair, the end of both."""

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.serializers import CredentialsSerializer, RefreshSerializer, TokenPairSerializer
from accounts.client_address import client_address
from accounts.services.end_token_family import end_token_family
from accounts.services.issue_tokens import issue_tokens
from accounts.services.prove_person import prove_person
from accounts.services.rotate_refresh_token import rotate_refresh_token
from accounts.too_many import TooMany

REFUSED = OpenApiResponse(description="Refused; the body says why in one sentence.")


class _OpenToStrangers(APIView):
    """Asks for no token: a stale one in the header must not stop its own renewal."""

    authentication_classes = ()
    permission_classes = ()

    def get_authenticate_header(self, request) -> str:
        """Makes a refusal 401 and not 403, though nothing here authenticates."""
        return 'Bearer realm="api"'


class TokenView(_OpenToStrangers):
    """E-mail and password, and the code of the second factor where there is one, for a pair of tokens."""

    @extend_schema(
        operation_id="token_create",
        tags=["account"],
        auth=[],
        request=CredentialsSerializer,
        responses={200: TokenPairSerializer, 401: REFUSED, 429: REFUSED},
    )
    def post(self, request) -> Response:
        """The access token works for five minutes, the refresh token once. 401 `code_needed`: send `code`, too."""
        asked = CredentialsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            user, factor = prove_person(**asked.validated_data, address=client_address(request))
        except TooMany:
            raise
        except ValidationError as error:
            raise AuthenticationFailed(error.message, code=error.code) from error
        return Response(TokenPairSerializer(issue_tokens(user=user, factor=factor)).data)


class TokenRefreshView(_OpenToStrangers):
    """A refresh token for the next pair."""

    @extend_schema(
        operation_id="token_refresh",
        tags=["account"],
        auth=[],
        request=RefreshSerializer,
        responses={200: TokenPairSerializer, 401: REFUSED},
    )
    def post(self, request) -> Response:
        """Works once; a second use ends every token that came from the same sign-in."""
        asked = RefreshSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            pair = rotate_refresh_token(**asked.validated_data)
        except ValidationError as error:
            raise AuthenticationFailed(error.message, code=error.code) from error
        return Response(TokenPairSerializer(pair).data)


class TokenRevokeView(_OpenToStrangers):
    """Sign-out for programs."""

    @extend_schema(
        operation_id="token_revoke", tags=["account"], auth=[], request=RefreshSerializer, responses={204: None}
    )
    def post(self, request) -> Response:
        """Ends every token of the same sign-in; 204 also for one that had ended or was never ours (RFC 7009, 2.2)."""
        asked = RefreshSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        end_token_family(**asked.validated_data)
        return Response(status=204)
