"""Who gets a session: approved, active accounts, asked again at every request."""

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.services.check_credentials import check_credentials


class ApprovedAccountBackend(ModelBackend):
    """Django's door to `check_credentials`; an account switched off in the middle of a session loses it at once."""

    def authenticate(self, request, username=None, password=None, email=None, **kwargs) -> User | None:
        """The account, or None where the credentials are refused."""
        address = username or email
        if not address or password is None:
            return None
        try:
            return check_credentials(email=address, password=password)
        except ValidationError:
            return None

    def user_can_authenticate(self, user: User) -> bool:
        """Asked by `get_user` for each request of a session."""
        return user.is_active and user.approved_at is not None
