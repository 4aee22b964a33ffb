"""Model fields whose column holds sealed text."""

import json

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import IsNull

from cases.sealed.digests import number_digest
from cases.sealed.lookups import Holds, HoldsNumber, SealedExact, UnderKey
from cases.sealed.seal import seal, unseal


class _Sealed:
    """A column of text. It can be asked for by keyed hash only: what else a query could say of it would be wrong."""

    own_lookups = {one.lookup_name: one for one in (IsNull, UnderKey)}

    def get_internal_type(self) -> str:
        """Sealed text is longer than what it holds."""
        return "TextField"

    def get_lookup(self, lookup_name):
        """Those that a keyed hash can answer; Django says that there are no others."""
        return self.own_lookups.get(lookup_name)

    def get_transform(self, lookup_name):
        """None: the database cannot read it."""

    @property
    def place(self) -> str:
        """What was sealed for one column opens in no other."""
        return f"{self.model._meta.db_table}.{self.column}"


class SealedCharField(_Sealed, models.CharField):
    """A short text. "" is stored as it is, so that a constraint can ask whether there is something.

    Args:
        digest: name of the `DigestField` beside it; with one, `filter(field=value)` works.
    """

    own_lookups = _Sealed.own_lookups | {one.lookup_name: one for one in (SealedExact, Holds, HoldsNumber)}

    def __init__(self, *args, digest: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.digest = digest

    def deconstruct(self):
        """With `digest`."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"digest": self.digest} if self.digest else {})

    def from_db_value(self, value, expression, connection):
        """Opened."""
        return unseal(value, self.place) if value else value

    def get_db_prep_value(self, value, connection, prepared=False):
        """Sealed."""
        value = super().get_db_prep_value(value, connection, prepared)
        return seal(value, self.place) if value else value


class SealedJSONField(_Sealed, models.JSONField):
    """An object whose cells nobody asks the database for."""

    def from_db_value(self, value, expression, connection):
        """Opened and read."""
        return json.loads(unseal(value, self.place)) if value else None

    def get_db_prep_value(self, value, connection, prepared=False):
        """Written and sealed."""
        return None if value is None else seal(json.dumps(value, cls=self.encoder), self.place)


class DigestField(models.CharField):
    """The keyed hash of a `SealedCharField`, written whenever its row is.

    Args:
        of: name of that field.
    """

    def __init__(self, *args, of: str, **kwargs):
        kwargs |= {"max_length": 32, "editable": False, "blank": True}
        super().__init__(*args, **kwargs)
        self.of = of

    def deconstruct(self):
        """With `of`."""
        name, path, args, kwargs = super().deconstruct()
        for ours in ("max_length", "editable", "blank"):
            del kwargs[ours]
        return name, path, args, kwargs | {"of": self.of}

    def value_of(self, row: models.Model) -> str:
        """Under the first key; "" of nothing."""
        text = getattr(row, self.of)
        return number_digest(text) if text else ""

    def pre_save(self, model_instance, add):
        """Whatever stood there, it is of what the row says now."""
        setattr(model_instance, self.attname, self.value_of(model_instance))
        return super().pre_save(model_instance, add)


class NeverInBulk(models.QuerySet):
    """Refuses `update` of sealed columns: their hashes would go on saying what they said."""

    def update(self, **kwargs):
        """As ever, for all other columns."""
        if sealed := [name for name in kwargs if isinstance(self.model._meta.get_field(name), _Sealed)]:
            raise FieldError(f"Save the rows one by one: {', '.join(sealed)} has a keyed hash that must follow.")
        return super().update(**kwargs)
