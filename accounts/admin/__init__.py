"""Django admin of clinics, people and the audit trail, one noun a file."""

from accounts.admin import audit_event, clinic, site, user

__all__ = ["audit_event", "clinic", "site", "user"]
