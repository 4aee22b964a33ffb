"""What the account's part of the API takes and gives."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Clinic, User
from accounts.roles import Act, may


class CredentialsSerializer(serializers.Serializer):
    """Who somebody says they are."""

    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=4096, trim_whitespace=False, style={"input_type": "password"})
    code = serializers.CharField(
        max_length=40,
        required=False,
        default="",
        allow_blank=True,
        help_text="Of the second factor, where the account has one: six digits of the app, or a recovery code.",
    )


class RefreshSerializer(serializers.Serializer):
    """A refresh token."""

    refresh = serializers.CharField(max_length=4096)


class TokenPairSerializer(serializers.Serializer):
    """Two signed tokens."""

    access = serializers.CharField()
    refresh = serializers.CharField()


class ClinicSerializer(serializers.ModelSerializer):
    """A clinic as its people see it."""

    class Meta:
        model = Clinic
        fields = ("id", "name")


class MeSerializer(serializers.ModelSerializer):
    """The signed-in person and what they may do."""

    clinic = ClinicSerializer(allow_null=True)
    acts = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("id", "email", "full_name", "role", "clinic", "acts")

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=[act.value for act in Act])))
    def get_acts(self, user: User) -> list[str]:
        """The row of the roles table that applies."""
        return [act.value for act in Act if may(user, act)]
