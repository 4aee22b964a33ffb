"""/api/batches/<id>/changes/ and /agreement/"""

import pytest

from tests.analysis.batch_rows import a_batch, again
from tests.cases.loop_rows import signed
from tests.factories import CaseFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(admin_a):
    """In shadow: a recall and a flip the other way."""
    batch = a_batch(admin_a, shadow=True)
    for signed_as, before, after in (("refer", "suspicious", "likely_benign"), ("dismiss", "rejected", "suspicious")):
        case = CaseFactory(lesion__patient__clinic=batch.clinic, lesion__body_site="hand")
        signed(case, signed_as)
        again(batch, LesionImageFactory(case=case), before, after)
    return batch


def test_the_gravest_first_in_pages(api, admin_a, batch):
    first = api(admin_a).get(f"/api/batches/{batch.pk}/changes/?page_size=1").json()

    assert first["count"] == 2
    (change,) = first["results"]
    assert (change["consequence"], change["signed_as"]) == ("recall", "dismiss")
    assert (change["before"]["outcome"], change["before"]["threshold"]) == ("refused", None)
    assert (change["now"]["outcome"], change["now"]["answer"]) == ("suspicious", "mel")
    assert change["now"]["malignant_probability"] == 0.65
    second = api(admin_a).get(first["next"]).json()
    assert second["results"][0]["consequence"] == "treated_no_longer"


def test_filters_and_what_is_no_filter(api, admin_a, batch):
    client, address = api(admin_a), f"/api/batches/{batch.pk}/changes/"
    assert client.get(f"{address}?consequence=recall").json()["count"] == 1
    assert client.get(f"{address}?site=upper_extremity&skin_type=II").json()["count"] == 2
    assert client.get(f"{address}?site=sole").json()["count"] == 0
    assert client.get(f"{address}?site=moon").json()["error"]["fields"]["site"][0]["code"] == "invalid_choice"


def test_the_agreement_is_that_of_the_page(api, admin_a, batch):
    body = api(admin_a).get(f"/api/batches/{batch.pk}/agreement/").json()

    assert body["verdicts"]["n"] == 2
    assert {row["code"]: row["counts"] for row in body["verdicts"]["rows"]} == {
        "suspicious": {"suspicious": 0, "likely_benign": 1},
        "refused": {"suspicious": 1, "likely_benign": 0},
    }
    assert (body["same"]["hits"], body["same"]["n"], body["less_worrying"]) == (0, 1, 1)
    assert body["against"] == [{"segmenter": "segmenter-test", "classifier": "classifier-test", "n": 2}]
