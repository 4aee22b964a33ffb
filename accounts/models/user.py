"""A person with an account: signs in by e-mail, has one role at one clinic."""

import json

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models.clinic import Clinic
from accounts.roles import Role


class UserManager(BaseUserManager):
    """Creates accounts; e-mail addresses are stored in lower case."""

    def get_by_natural_key(self, email: str) -> "User":
        """Sign-in does not depend on the case somebody types."""
        return self.get(email=email.strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A new account, waiting for approval unless `approved_at` is given."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """The operator of the installation: sees every clinic in the admin."""
        fields = {"role": Role.ADMIN, "approved_at": timezone.now(), "is_superuser": True} | fields
        return self.create_user(email, password, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `approved_at` empty: signed up and waiting for an admin; `is_active` off: switched off."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.CLINICIAN)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    is_active = models.BooleanField(default=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # of the second factor: what its secret is made from (accounts/second_factor/secret.py), since when, and the time
    # step of the last code, which is not taken again
    factor_seed = models.CharField(max_length=64, blank=True, editable=False)
    factor_since = models.DateTimeField("second factor since", null=True, blank=True, editable=False)
    factor_last_step = models.BigIntegerField(default=0, editable=False)
    # raised to end all sessions and tokens for good
    entry_epoch = models.PositiveIntegerField(default=0, editable=False)
    # the latest end of what they opened of other clinics (cases.models.BreakGlass): asked of everybody at no cost
    break_glass_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=Q(is_superuser=True) | Q(clinic__isnull=False), name="user_belongs_to_a_clinic"
            ),
            models.CheckConstraint(
                condition=Q(factor_seed="", factor_since__isnull=True)
                | (~Q(factor_seed="") & Q(factor_since__isnull=False)),
                name="user_factor_seed_and_since_together",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def is_staff(self) -> bool:
        """Who may enter Django admin: approved administrators."""
        return self.is_active and self.approved_at is not None and self.role == Role.ADMIN

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in asks for a code behind the password."""
        return self.factor_since is not None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What sessions and tokens carry, compared at every request: who has become somebody else signs in again.

        Role, clinic and superuser, too, however they were changed: what was granted to a clinician is no admin's.
        """
        who = [self.password, str(self.role), self.clinic_id, self.is_superuser, self.factor_seed, self.entry_epoch]
        return salted_hmac("accounts.entry", json.dumps(who), secret=secret, algorithm="sha256").hexdigest()
