"""Rows of the accounts app, one noun a file."""

from accounts.models.audit_chain import AuditChain
from accounts.models.audit_event import AuditEvent
from accounts.models.clinic import Clinic
from accounts.models.counter import Counter
from accounts.models.recovery_code import RecoveryCode
from accounts.models.refresh_token import RefreshToken
from accounts.models.user import User

__all__ = ["AuditChain", "AuditEvent", "Clinic", "Counter", "RecoveryCode", "RefreshToken", "User"]
