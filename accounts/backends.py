"""Who gets a session: approved, active accounts, asked again at every request."""

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError

from accounts.client_address import client_address
from accounts.models import User
from accounts.services.check_credentials import check_credentials


class ApprovedAccountBackend(ModelBackend):
    """Django's door to `check_credentials`; an account switched off in the middle of a session loses it at once."""

    def authenticate(self, request, username=None, password=None, email=None, **kwargs) -> User | None:
        """The account; None where it is refused, or has a second factor, which nobody asks for here."""
        account = username or email
        if not account or password is None:
            return None
        address = client_address(request) if request is not None else ""
        try:
            user = check_credentials(email=account, password=password, address=address)
        except ValidationError:
            return None
        return None if user.has_second_factor else user

    def user_can_authenticate(self, user: User) -> bool:
        """Asked by `get_user` for each request of a session."""
        return user.is_active and user.approved_at is not None
