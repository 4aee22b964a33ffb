"""What a query may ask of a sealed column; each is answered by keyed hashes."""

from django.core.exceptions import EmptyResultSet, FieldError
from django.db.models import Lookup
from django.db.models.expressions import Col

from cases.sealed.digests import number_digests, number_terms_for, terms_for

TERMS = "cases_patientterm"  # table of cases.models.PatientTerm, which cannot be imported from below


class SealedExact(Lookup):
    """`record_number="A-0815"` asks the column of its hashes; `name=""` whether there is something."""

    lookup_name = "exact"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        """For "" the column itself, else its `DigestField`."""
        field = self.lhs.output_field
        if self.rhs == "":
            lhs, params = self.process_lhs(compiler, connection)
            return f"{lhs} = %s", [*params, ""]
        if not field.digest or not isinstance(self.rhs, str):
            raise FieldError(f"{field.name} is sealed: the database cannot compare it. Look for it by its words.")
        column = Col(self.lhs.alias, field.model._meta.get_field(field.digest))
        return _among(compiler, column, number_digests(self.rhs))


class Holds(Lookup):
    """`name__holds="lindq"`: a word of the patient's name begins so, or the record number is that."""

    lookup_name = "holds"
    prepare_rhs = False
    terms = staticmethod(terms_for)

    def as_sql(self, compiler, connection):
        """The patient's id among those of the terms: one look into an index, however many rows ask."""
        terms = self.terms(str(self.rhs))
        if not terms:
            raise EmptyResultSet
        key, _ = compiler.compile(Col(self.lhs.alias, self.lhs.target.model._meta.pk))
        wanted = ", ".join(["%s"] * len(terms))
        return f"{key} IN (SELECT patient_id FROM {TERMS} WHERE digest IN ({wanted}))", terms


class HoldsNumber(Holds):
    """`record_number__holds_number="a-0815"`: the record number is that, in any case of letters."""

    lookup_name = "holds_number"
    terms = staticmethod(number_terms_for)


class UnderKey(Lookup):
    """`name__under_key="s1.0f3a51c2."`: sealed with that key, or empty and sealed with none."""

    lookup_name = "under_key"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        """By how the text begins."""
        lhs, params = self.process_lhs(compiler, connection)
        begins = f"SUBSTR({lhs}, 1, {len(self.rhs)})"
        return f"{begins} IN (%s, '')", [*params, self.rhs]


def _among(compiler, column: Col, values: list) -> tuple[str, list]:
    lhs, params = compiler.compile(column)
    return f"{lhs} IN ({', '.join(['%s'] * len(values))})", [*params, *values]
