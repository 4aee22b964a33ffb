"""Messages such as "Maria is registered" wait in a cookie; those that do not fit there wait sealed in the session."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

from cases.sealed.seal import CannotUnseal, seal, unseal

PLACE = "django_session.messages"


class NamedCookieStorage(CookieStorage):
    """In a cookie of the name that the settings give it."""

    @property
    def cookie_name(self) -> str:
        """Of this host alone where there is TLS."""
        return settings.MESSAGES_COOKIE_NAME


class SealedSessionStorage(SessionStorage):
    """Sessions stand in the database."""

    def serialize_messages(self, messages):
        """Sealed."""
        return seal(super().serialize_messages(messages), PLACE)

    def deserialize_messages(self, data):
        """Opened; a message whose key is gone is not worth an error."""
        try:
            return super().deserialize_messages(unseal(data, PLACE) if isinstance(data, str) else data)
        except CannotUnseal:
            return []


class SealedMessages(FallbackStorage):
    """Django's own, with that place to fall back on."""

    storage_classes = (NamedCookieStorage, SealedSessionStorage)
