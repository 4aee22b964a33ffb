"""Every other address under /api/"""

from rest_framework.exceptions import NotFound
from rest_framework.views import APIView


class UnknownAddress(APIView):
    """Says in JSON that nothing is here, to anybody and for every method."""

    authentication_classes = []
    permission_classes = []
    schema = None

    def initial(self, request, *args, **kwargs):
        """Before any method is looked for."""
        raise NotFound("There is nothing at this address; addresses of the API end with a slash.")
