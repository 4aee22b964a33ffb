"""A case is opened about a lesion."""

from django.urls import reverse

from cases.models import Case


def test_a_case_with_its_reason(browser, lesion, ana):
    response = browser.post(reverse("cases:open_case", args=[lesion.pk]), {"reason": "Itches"})

    case = Case.objects.get()
    assert response.url == reverse("cases:case", args=[case.pk])
    assert (case.lesion, case.opened_by, case.reason) == (lesion, ana, "Itches")


def test_the_reason_may_be_left_out(browser, lesion):
    browser.post(reverse("cases:open_case", args=[lesion.pk]), {})

    assert Case.objects.get().reason == ""


def test_a_reason_too_long_is_said(browser, lesion):
    response = browser.post(reverse("cases:open_case", args=[lesion.pk]), {"reason": "x" * 301})

    assert response.status_code == 422
    assert not Case.objects.exists()
