"""Old against new: how far they agree, what crossed the operating point, whom to call."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.selectors.batches import batches_visible_to
from cases.selectors.what_changed import (
    CONSEQUENCES,
    agreement,
    changes,
    compared,
    consequence_counts,
    recall_list,
)
from tests.analysis.batch_rows import a_batch, again
from tests.cases.loop_rows import histology, signed
from tests.factories import CaseFactory, LesionImageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(admin_a):
    """Of Ana's clinic, in shadow."""
    return a_batch(admin_a, shadow=True)


def picture(batch, signed_as: str | None = None, **fields):
    """A picture of the clinic, whose lesion somebody signed like that."""
    case = CaseFactory(lesion__patient__clinic=batch.clinic, **fields)
    if signed_as:
        signed(case, signed_as, weeks=12 if signed_as == "follow_up" else None)
    return LesionImageFactory(case=case)


def test_the_gravest_consequence_first_and_the_treated_that_calm_down_last(batch, admin_a):
    asked = {
        "treated_no_longer": again(batch, picture(batch, "excise"), "suspicious", "likely_benign"),
        "other": again(batch, picture(batch, "dismiss"), "likely_benign", "needs_a_person"),
        "calm_no_longer": again(batch, picture(batch, "dismiss"), "suspicious", "needs_a_person"),
        "awaiting_no_longer": again(batch, picture(batch), "suspicious", "rejected"),
        "treated_now_suspicious": again(batch, picture(batch, "refer"), "likely_benign", "suspicious"),
        "awaiting_now_suspicious": again(batch, picture(batch), "needs_a_person", "suspicious"),
        "recall": again(batch, picture(batch, "follow_up"), "rejected", "suspicious"),
    }
    # neither the same nor a failure is a change
    again(batch, picture(batch), "suspicious", "suspicious")
    again(batch, picture(batch), "suspicious", "failed")

    rows = compared(admin_a, batch)
    found = list(changes(rows))

    assert [row.consequence for row in found] == list(CONSEQUENCES)
    assert {row.consequence: row for row in found} == asked
    assert [row.consequence for row in changes(rows, crossing=True)] == list(CONSEQUENCES)[:-1]
    assert [row.pk for row in changes(rows, consequence="recall")] == [asked["recall"].pk]
    assert consequence_counts(rows) == dict.fromkeys(CONSEQUENCES, 1)


def test_a_picture_that_had_no_result_and_is_suspicious_now_counts(batch, admin_a):
    row = again(batch, picture(batch, "dismiss"), None, "suspicious")
    assert list(changes(compared(admin_a, batch), consequence="recall")) == [row]


def test_what_was_signed_last_about_the_lesion_decides(batch, admin_a):
    image = picture(batch, "dismiss")
    later = CaseFactory(lesion=image.case.lesion)
    signed(later, "excise")
    again(batch, image, "likely_benign", "suspicious")

    (row,) = changes(compared(admin_a, batch))
    assert (row.consequence, row.decision) == ("treated_now_suspicious", "excise")


def test_the_table_counts_every_pair_and_the_flips_in_each_direction(batch, admin_a):
    pairs = [("suspicious", "suspicious")] * 3 + [("likely_benign", "suspicious"), ("suspicious", "needs_a_person")]
    for before, after in [*pairs, (None, "likely_benign"), ("rejected", "rejected"), ("likely_benign", "failed")]:
        again(batch, picture(batch), before, after)

    found = agreement(compared(admin_a, batch))

    rows = {row.code: row.counts for row in found.verdicts.rows}
    assert (rows["suspicious"]["suspicious"], rows["suspicious"]["needs_a_person"]) == (3, 1)
    assert (rows["likely_benign"]["failed"], rows["none"]["likely_benign"], rows["refused"]["refused"]) == (1, 1, 1)
    assert (found.verdicts.n, sum(found.verdicts.totals.values())) == (8, 8)
    assert (found.same.hits, found.same.n) == (3, 5)
    assert (found.more_worrying, found.less_worrying) == (1, 1)
    assert found.against == [("segmenter-test", "classifier-test", 7)]


def test_leading_diagnoses_old_against_new_only_where_the_networks_are_sure(batch, admin_a):
    again(batch, picture(batch), "likely_benign", "likely_benign", answer_before="nv", answer="bkl")
    again(batch, picture(batch), "likely_benign", "needs_a_person")

    rows = {row.code: row.counts for row in agreement(compared(admin_a, batch)).answers.rows}
    assert rows == {"nv": {"bkl": 1, "needs_a_person": 1}}


def test_one_site_or_skin_type(batch, admin_a):
    again(
        batch, picture(batch, lesion__body_site="hand", lesion__patient__skin_type="V"), "likely_benign", "suspicious"
    )
    again(batch, picture(batch, lesion__body_site="sole"), "likely_benign", "suspicious")

    def count(**chosen):
        return sum(consequence_counts(compared(admin_a, batch, **chosen)).values())

    assert (count(), count(site="upper_extremity"), count(skin_type="V"), count(skin_type="VI")) == (2, 1, 1, 0)


def test_the_recall_list_has_each_lesion_once_with_what_the_laboratory_said(batch, admin_a):
    image = picture(batch, "dismiss", lesion__patient__record_number="B-1")
    again(batch, image, "likely_benign", "suspicious")
    again(batch, LesionImageFactory(case=image.case), "likely_benign", "suspicious")
    first = picture(batch, "follow_up", lesion__patient__record_number="A-1")
    again(batch, first, "likely_benign", "suspicious")
    histology(first.case.lesion, "mel", by=admin_a, case=first.case)
    again(batch, picture(batch, "excise"), "likely_benign", "suspicious")

    found = [
        (row.image.case.lesion.patient.record_number, row.histology) for row in recall_list(compared(admin_a, batch))
    ]
    assert found == [("A-1", "mel"), ("B-1", None)]


def test_only_the_administrators_of_the_clinic_compare(batch, admin_a, admin_b, ana, db):
    again(batch, picture(batch), "likely_benign", "suspicious")
    operator = UserFactory(role="admin", is_superuser=True, clinic=admin_b.clinic)
    for user, allowed in ((admin_a, True), (operator, True), (admin_b, False), (ana, False)):
        assert compared(user, batch).exists() is allowed, user


def test_a_batch_of_the_whole_installation_is_the_operators(admin_a, batch):
    type(batch).objects.update(clinic=None)
    assert not batches_visible_to(admin_a).exists()


def test_as_many_queries_for_three_pictures_as_for_thirty(batch, admin_a):
    counts = []
    for count in (3, 27):
        for _ in range(count):
            again(batch, picture(batch), "likely_benign", "suspicious")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rows = compared(admin_a, batch)
            agreement(rows)
            consequence_counts(rows)
            list(changes(rows).select_related("prediction")[:25])
        counts.append(len(queries))
    assert counts == [4, 4]
