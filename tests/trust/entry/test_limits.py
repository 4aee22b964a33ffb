"""Nobody takes all of the site: uploads, analyses, exports and sign-ups are limited, with the time to wait."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import limits
from accounts.models import User
from accounts.too_many import TooMany, in_words
from analysis.request import request_batch
from cases.models import LesionImage
from cases.services.receive_image import receive_image
from skinlesion.settings.limits import USUAL
from skinlesion.settings.limits import limits as read_limits
from tests.analysis.at_once import at_once
from tests.cases.services.uploads import upload
from tests.factories import CaseFactory, ClassifierFactory, LesionImageFactory, SegmenterFactory, small_jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(ana):
    """Ana with a program's session."""
    client = Client()
    client.force_login(ana)
    return client


@pytest.fixture
def allowed(settings):
    """Sets how much of one thing is allowed in an hour."""

    def allow(**numbers: int) -> None:
        settings.LIMITS = {**settings.LIMITS, **{name: (number, 3600) for name, number in numbers.items()}}

    return allow


def test_all_that_go_out_in_numbers(ana, store, allowed):
    allowed(uploads=5)
    limits.spend("uploads", ana.pk, times=4)
    with pytest.raises(TooMany):
        limits.spend("uploads", ana.pk, times=2)
    limits.spend("uploads", ana.pk)
    with pytest.raises(TooMany) as refused:
        limits.spend("uploads", ana.pk)
    assert 3500 < refused.value.seconds <= 3600
    limits.spend("uploads", ana.pk + 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_so_many(store, allowed):
    allowed(exports=7)

    def take() -> bool:
        try:
            limits.spend("exports", 1)
        except TooMany:
            return False
        return True

    taken = at_once(take, times=30)
    # what is refused is given back, so a refusal in the same moment may be one too many; never one too few
    assert 1 <= taken.count(True) <= 7
    while take():
        pass
    assert limits.count("exports", 1).number == 8


class TestUploads:
    """A picture by page, by fragment and by program."""

    @pytest.fixture
    def case(self, ana):
        return CaseFactory(lesion__patient__clinic=ana.clinic)

    def post(self, client, case, color, **headers):
        address = reverse("cases:upload_image", args=[case.pk])
        return client.post(address, {"file": upload(small_jpeg(color)), "image_type": "dermoscopic"}, headers=headers)

    def test_the_page_says_when_to_come_back(self, api, case, allowed):
        allowed(uploads=1)
        assert self.post(api, case, (9, 9, 9)).status_code == 302
        refused = self.post(api, case, (8, 8, 8))
        assert refused.status_code == 429
        assert int(refused["Retry-After"]) == pytest.approx(3600, abs=5)
        assert "<h1>These are more pictures than one person may upload in this time</h1>" in refused.text
        assert "<p>Please try again in 60 minutes.</p>" in refused.text

    def test_the_fragment_is_a_message_where_the_page_shows_messages(self, api, case, allowed):
        allowed(uploads=1)
        self.post(api, case, (9, 9, 9), **{"HX-Request": "true"})
        refused = self.post(api, case, (8, 8, 8), **{"HX-Request": "true"})
        assert (refused.status_code, refused["HX-Retarget"]) == (429, "#toasts")
        assert "Retry-After" in refused.headers
        assert "data-toast" in refused.text

    def test_the_api_answers_in_its_envelope_and_both_count_together(self, api, case, allowed):
        allowed(uploads=1)
        self.post(api, case, (9, 9, 9))
        refused = api.post(reverse("api-case-images", args=[case.pk]), {"file": upload(small_jpeg((8, 8, 8)))})
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many")
        assert int(refused["Retry-After"]) > 3500

    def test_several_in_one_form_are_stored_all_or_none(self, api, case, allowed):
        allowed(uploads=3)
        address = reverse("cases:upload_image", args=[case.pk])
        files = [upload(small_jpeg((n, n, n))) for n in (1, 2, 3, 4)]
        assert api.post(address, {"file": files, "image_type": "dermoscopic"}).status_code == 429
        assert not LesionImage.objects.exists()

    def test_an_import_is_not_hindered(self, ana, case, allowed):
        """Its pictures go into the record by the service, a batch's wait in a queue of their own."""
        allowed(uploads=1, predictions=1)
        SegmenterFactory(active=True), ClassifierFactory(active=True)
        batch = request_batch(clinic=ana.clinic, by=ana, selection={}, image_count=4)
        for n in range(4):
            receive_image(case=case, upload=upload(small_jpeg((n, n, n))), by=ana, batch=batch)
        assert LesionImage.objects.count() == 4


def test_analysing_again(api, ana, allowed):
    allowed(predictions=2)
    SegmenterFactory(active=True), ClassifierFactory(active=True)
    image = LesionImageFactory(case__lesion__patient__clinic=ana.clinic)
    page, program = reverse("cases:analyse_image", args=[image.pk]), reverse("api-analyse-image", args=[image.pk])
    answers = [api.post(page), api.post(program, {}, "application/json"), api.post(page), api.post(program)]
    assert [answer.status_code for answer in answers] == [302, 202, 429, 429]


def test_exports_by_page_program_and_admin_count_together(ana, admin_a, allowed):
    allowed(exports=2)
    case = CaseFactory(lesion__patient__clinic=ana.clinic)
    client = Client()
    client.force_login(admin_a)
    case_id, patient_id = [case.pk], [case.lesion.patient_id]
    addresses = [
        reverse("cases:case_fhir", args=case_id),
        reverse("api-case-fhir", args=case_id),
        reverse("cases:report_pdf", args=case_id),
        reverse("api-case-report", args=case_id),
        reverse("cases:export_patient", args=patient_id),
        reverse("api-patient-export", args=patient_id),
        reverse("cases:export_worklist"),
        reverse("api-worklist-export"),
        reverse("api-patients-csv"),
        reverse("api-audit-export"),
        reverse("export-trail", args=["csv"]),
    ]
    statuses = [client.get(address).status_code for address in addresses]
    assert statuses == [200, 200] + [429] * (len(addresses) - 2)
    assert client.post(reverse("cases:export_dataset")).status_code == 429
    assert client.post(reverse("api-dataset")).status_code == 429
    ticked = {"action": "export_ticked", "_selected_action": patient_id}
    assert client.post(reverse("admin:cases_patient_changelist"), ticked).status_code == 429
    client.force_login(ana)
    assert client.get(addresses[0]).status_code == 200, "a colleague has a count of her own"


def names(patterns, prefix="") -> list[str]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += names(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            found.append(prefix + str(pattern.pattern))
    return found


EXPORTS_LOOK_LIKE = ("export", "csv", "fhir", "report.pdf", "dataset", "/report/", ".zip")
# pages to look at; the wrong rows of somebody's own import; and what only takes in
NO_EXPORT = ("cases/<int:case_id>/report/", "imports/<int:run_id>/errors.csv", "api/imports/<int:import_id>/errors/")


def test_no_new_export_is_forgotten():
    """An address that looks like an export is in the test above, or said to be none here."""
    known = {"cases/<int:case_id>/fhir.json", "api/cases/<int:case_id>/fhir/", "cases/<int:case_id>/report.pdf"}
    known |= {"api/cases/<int:case_id>/report/", "patients/<int:patient_id>/export.zip", "worklist/export/"}
    known |= {"api/patients/<int:patient_id>/export/", "api/worklist/export/", "api/patients/csv/", "dataset/"}
    known |= {"api/dataset/", "api/audit/export/"}
    looks = {name for name in names(get_resolver().url_patterns) if any(part in name for part in EXPORTS_LOOK_LIKE)}
    of_admin = {name for name in looks if name.startswith("admin/")}
    assert looks - of_admin - set(NO_EXPORT) == known


def test_signing_up(client, clinic_a, allowed):
    def ask(email) -> int:
        form = {"full_name": "Eva", "email": email, "clinic": clinic_a.pk}
        form |= {"password1": "horse-battery-staple", "password2": "horse-battery-staple"}
        return client.post(reverse("accounts:sign_up"), form).status_code

    allowed(sign_up_account=2, sign_up_address=4)
    assert [ask("eva@clinic-a.example") for _ in range(3)] == [302, 302, 429]
    assert [ask(f"eva-{n}@clinic-a.example") for n in range(3)] == [302, 429, 429]
    assert User.objects.count() == 2


def test_the_operator_changes_numbers_and_cannot_switch_a_limit_off_by_a_slip():
    assert read_limits(["uploads=50/60"]) == USUAL | {"uploads": (50, 60)}
    for slip in ("uploads=0/60", "uploads", "upload=5/60", "uploads=-1/60", "uploads=5"):
        with pytest.raises(ImproperlyConfigured, match="SKINLESION_LIMITS"):
            read_limits([slip])


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "a second"), (30, "30 seconds"), (91, "2 minutes"), (900, "15 minutes"), (5941, "2 hours")],
)
def test_the_time_to_wait_in_words(seconds, words):
    assert in_words(seconds) == words
