"""Thumbnails, outlines and the content policy of the admin's pages."""

import re

import pytest
from django.urls import reverse

from analysis.admin.outlined_picture import outlined_picture
from cases.models import Patient
from tests.cases.admin_rows import admins, page, whole_record
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory, SegmentationFactory


@pytest.fixture
def desk(client, admin_a):
    """A client signed in as the clinic's administrator."""
    client.force_login(admin_a)
    return client


def test_a_thumbnail_is_the_picture_with_its_outline_in_the_pictures_own_pixels(db):
    image = LesionImageFactory(width=600, height=450)
    svg = outlined_picture(image, SegmentationFactory(outline=[[[10, 10], [50.5, 10], [50, 40]]]))
    assert 'viewBox="0 0 600 450"' in svg
    assert f'<image href="{reverse("cases:image_file", args=[image.pk, "thumbnail"])}" width="600" height="450"' in svg
    assert 'points="10,10 50.5,10 50,40"' in svg
    assert f"<title>Picture {image.pk}, lesion outlined</title>" in svg


def test_without_an_outline_the_picture_stands_alone_and_says_so(db):
    svg = outlined_picture(LesionImageFactory(), None)
    assert "<image" in svg
    assert "<polygon" not in svg
    assert "no outline" in svg


def test_a_synthetic_picture_says_so_wherever_it_shows(db):
    assert outlined_picture(LesionImageFactory(synthetic=True), None).count("synthetic") >= 2
    assert "synthetic" not in outlined_picture(LesionImageFactory(), None)


@pytest.mark.parametrize("which", ["image list", "image page", "case list", "case page"])
def test_the_outline_is_that_of_the_latest_analysis(desk, clinic_a, which):
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a)
    DoneAnalysisFactory(image=image, segmentation=SegmentationFactory(outline=[[[1, 1], [2, 1], [2, 2]]]))
    DoneAnalysisFactory(image=image, segmentation=SegmentationFactory(outline=[[[7, 7], [9, 7], [9, 9]]]))
    row = image if which.startswith("image") else image.case
    shown = desk.get(page(row, "changelist" if which.endswith("list") else "change")).text
    assert 'points="7,7 9,7 9,9"' in shown
    assert 'points="1,1 2,1 2,2"' not in shown


@pytest.mark.parametrize("which", ["changelist", "change"])
def test_a_picture_that_is_analysed_again_shows_no_old_result(desk, clinic_a, which):
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a)
    AnalysisFactory(image=image)
    shown = desk.get(page(image, which)).text
    assert "<polygon" not in shown
    assert "Suspicious" not in shown
    assert "Queued" in shown


def test_no_page_has_anything_inline_that_the_content_policy_would_block(desk, clinic_a):
    record = whole_record(clinic_a)
    addresses = [reverse("admin:index"), page(Patient, "add"), reverse("admin:app_list", args=["cases"])]
    addresses += [page(found.model, "changelist") for found in admins()]
    addresses += [page(row, which) for row in record.values() for which in ("change", "history")]
    for address in addresses:
        response = desk.get(address)
        assert response.status_code == 200, address
        assert "default-src 'self'" in response["Content-Security-Policy"], address
        assert not re.findall(r"<[^>]+\sstyle=", response.text), address
        assert not re.findall(r"<[^>]+\son[a-z]+=", response.text), address
        assert not re.findall(r"<style|<script(?![^>]*\ssrc=)", response.text), address
