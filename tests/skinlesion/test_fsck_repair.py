"""fsck --repair makes again what can be made, moves what belongs to nobody, and invents nothing."""

from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from analysis.models import Analysis
from cases.services.choose_machine_outline import choose_machine_outline
from cases.services.draw_outline import draw_outline
from tests.factories import ClassifierFactory, DoneAnalysisFactory, SegmentationFactory, SegmenterFactory, small_jpeg
from tests.skinlesion.test_fsck import age, analysis, fsck, image, mask_of_the_size, path_of  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db(transaction=True)
SQUARE = [[8.5, 8.25], [40, 10], [44.75, 36.5], [12, 40]]


@pytest.mark.parametrize("kind", ["rendition", "thumbnail"])
@pytest.mark.parametrize("lost", [True, False], ids=["missing", "damaged"])
def test_what_pages_show_is_made_again_from_the_original(image, kind, lost):  # noqa: F811
    path = path_of(getattr(image, kind))
    before = path.read_bytes()
    if lost:
        path.unlink()
    else:
        path.write_bytes(b"broken")

    status, said = fsck("--repair")

    assert (status, path.read_bytes()) == (0, before)
    assert "repaired: " in said
    assert "Made again from the original." in said
    assert fsck()[0] == 0
    kept = list((settings.VAR_DIR / "quarantine").rglob("*.jpg")) if not lost else [path]
    assert len(kept) == 1, "the damaged file is moved, not deleted"


def test_nothing_is_made_from_a_damaged_original(image):  # noqa: F811
    path_of(image.thumbnail).unlink()
    path_of(image.original).write_bytes(small_jpeg((1, 2, 3)))

    status, said = fsck("--repair")

    assert status == 1
    assert "The original is missing or damaged too. Copy both from a backup." in said
    assert not storages["renditions"].exists(image.thumbnail.name)


def test_a_lost_original_is_said_and_left(image):  # noqa: F811
    path_of(image.original).unlink()
    status, said = fsck("--repair")
    assert status == 1
    assert "Copy it from a backup: the name there is the same." in said


def test_the_mask_of_a_drawn_outline_is_filled_again_to_the_pixel(image, ana):  # noqa: F811
    drawn = draw_outline(image=image, points=SQUARE, by=ana)
    path = path_of(drawn.mask)
    before = np.asarray(Image.open(path).convert("L"))
    path.unlink()

    status, said = fsck("--repair")

    assert status == 0
    assert "Filled again from the outline, to the pixel." in said
    assert (np.asarray(Image.open(path).convert("L")) == before).all()


def test_a_taken_over_outline_is_not_filled_roughly(analysis, ana):  # noqa: F811
    ours = choose_machine_outline(image=analysis.image, by=ana)
    path_of(ours.mask).unlink()

    status, said = fsck("--repair")

    assert status == 1
    assert "or draw the outline again" in said


def test_a_lost_result_file_asks_for_a_new_analysis_once(analysis):  # noqa: F811
    path_of(analysis.segmentation.mask).unlink()
    path_of(analysis.prediction.explanation).unlink()

    status, said = fsck("--repair")

    asked = Analysis.objects.get(image=analysis.image, state="queued")
    assert f"Asked for a new analysis, {asked.pk}" in said
    assert Analysis.objects.filter(image=analysis.image).count() == 2
    status, said = fsck("--repair")
    assert status == 1, "the new one is not done yet"
    assert f"Analysis {asked.pk} of the same picture is newer: queued." in said


@pytest.mark.parametrize("kind", ["anyway", "shadow"])
def test_a_run_that_would_not_be_the_same_again_is_not_asked_for(analysis, kind):  # noqa: F811
    Analysis.objects.filter(pk=analysis.pk).update(**{kind: True})
    path_of(analysis.prediction.explanation).unlink()

    status, said = fsck("--repair")

    assert status == 1
    assert "A new analysis would not be the same one" in said
    assert Analysis.objects.count() == 1


def test_a_newer_result_makes_the_loss_a_note(analysis):  # noqa: F811
    path_of(analysis.segmentation.mask).unlink()
    segmentation = SegmentationFactory(mask=ContentFile(mask_of_the_size(64, 48), "newer.png"))
    DoneAnalysisFactory(image=analysis.image, segmentation=segmentation)

    status, said = fsck()

    assert status == 0
    assert said.startswith("note: ")


def test_without_a_network_in_use_it_says_so(analysis):  # noqa: F811
    path_of(analysis.segmentation.mask).unlink()
    for factory in (SegmenterFactory, ClassifierFactory):
        factory._meta.model.objects.update(active=False)
    status, said = fsck("--repair")
    assert status == 1
    assert "No trained network is in use" in said


def test_orphans_go_to_quarantine_and_are_not_deleted(image):  # noqa: F811
    storage = storages["originals"]
    name = storage.save("ab/nobody.jpg", ContentFile(b"somebody's picture"))
    age(Path(storage.path(name)))

    status, said = fsck("--repair")

    aside = settings.VAR_DIR / "quarantine" / "originals" / "ab" / "nobody.jpg"
    assert status == 0
    assert f"Moved to {aside}." in said
    assert aside.read_bytes() == b"somebody's picture"
    assert not storage.exists(name)


def test_two_orphans_of_one_name_are_both_kept():
    storage = storages["originals"]
    for content in (b"1", b"2"):
        age(Path(storage.path(storage.save("ab/nobody.jpg", ContentFile(content)))))
        fsck("--repair")
    kept = sorted(path.read_bytes() for path in (settings.VAR_DIR / "quarantine").rglob("nobody*"))
    assert kept == [b"1", b"2"]
