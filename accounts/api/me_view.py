"""The signed-in person."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.serializers import MeSerializer


class MeView(APIView):
    """Who I am, at which clinic, and what I may do."""

    @extend_schema(operation_id="me", tags=["account"], responses=MeSerializer)
    def get(self, request) -> Response:
        """The account behind the token or session."""
        return Response(MeSerializer(request.user).data)
