"""Every sealed column there is."""

from collections import Counter

from django.apps import apps
from django.db import connection, models

from cases.sealed.fields import DigestField, SealedCharField, SealedJSONField
from cases.sealed.keys import data_keys
from cases.sealed.seal import FORMAT, sealed_with


def sealed_models() -> dict[type[models.Model], list[str]]:
    """The models with sealed fields, and the names of these."""
    found = {}
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, SealedCharField | SealedJSONField)]
        if names:
            found[model] = names
    return found


def written_with_them(model: type[models.Model]) -> list[str]:
    """The sealed fields and the hashes that follow them."""
    kinds = SealedCharField | SealedJSONField | DigestField
    return [field.name for field in model._meta.fields if isinstance(field, kinds)]


def keys_in_use() -> Counter[str]:
    """How many texts each key has sealed, by its id; also of a key that we do not have."""
    counts: Counter[str] = Counter()
    length = len(sealed_with(data_keys()[0]))
    with connection.cursor() as cursor:
        for model, names in sealed_models().items():
            for name in names:
                column = connection.ops.quote_name(model._meta.get_field(name).column)
                table = connection.ops.quote_name(model._meta.db_table)
                # as text: before the upgrade that seals it, a column may be JSON
                begin = f"SUBSTR(CAST({column} AS text), 1, {length})"
                cursor.execute(f"SELECT {begin}, COUNT(*) FROM {table} GROUP BY 1")
                for begins, count in cursor.fetchall():
                    if begins and begins.startswith(f"{FORMAT}."):
                        counts[begins.split(".")[1]] += count
    return counts
