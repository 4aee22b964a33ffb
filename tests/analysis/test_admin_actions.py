"""The actions: "Analyse again", "Mark model active" and what belongs to it."""

import pytest
from django.contrib.messages import get_messages

from accounts.models import AuditEvent
from analysis.admin import analyse_again as action_file
from analysis.models import Analysis, ModelVersion
from cases.models import LesionImage
from tests.cases.admin_rows import page
from tests.factories import (
    AnalysisFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    SegmenterFactory,
)


@pytest.fixture
def image(clinic_a):
    """A picture of the clinic."""
    return LesionImageFactory(case__lesion__patient__clinic=clinic_a)


@pytest.fixture
def tick(client, admin_a):
    """Ticks rows on their list, runs an action and gives the sentences that the administrator reads."""
    client.force_login(admin_a)

    def run(action, model, rows, **more):
        ticked = {"action": action, "_selected_action": [row.pk for row in rows], **more}
        response = client.post(page(model, "changelist"), ticked)
        assert response.status_code == 302
        return [str(message) for message in get_messages(response.wsgi_request)]

    return run


def states() -> list[str]:
    return sorted(Analysis.objects.values_list("state", flat=True))


def test_pictures_are_queued_again_with_the_active_versions(tick, image, admin_a):
    old = DoneAnalysisFactory(image=image)
    ModelVersion.objects.filter(kind="classifier").update(active=False)
    newer = ClassifierFactory(version="classifier-newer")

    assert tick("analyse_again", LesionImage, [image]) == ["1 picture queued, 0 already under way."]
    queued = Analysis.objects.exclude(pk=old.pk).get()
    assert (queued.state, queued.classifier, queued.asked_by) == ("queued", newer, admin_a)
    old.refresh_from_db()
    assert old.state == "done"
    event = AuditEvent.objects.get(act="analysis.requested")
    assert (event.user_id, event.object_id, event.clinic_id) == (admin_a.pk, queued.pk, admin_a.clinic_id)


def test_what_is_queued_or_running_already_is_not_queued_twice(tick, image):
    AnalysisFactory(image=image)
    other = LesionImageFactory(case=image.case)
    assert tick("analyse_again", LesionImage, [image, other]) == ["1 picture queued, 1 already under way."]
    assert states() == ["queued", "queued"]


def test_several_analyses_of_one_picture_make_one_new_run(tick, image):
    rows = DoneAnalysisFactory.create_batch(3, image=image)
    assert tick("analyse_again", Analysis, rows) == ["1 picture queued, 0 already under way."]
    assert states() == ["done", "done", "done", "queued"]


@pytest.mark.parametrize("kind", ["segmenter", "classifier"])
def test_without_an_active_version_nothing_is_queued_and_the_reason_is_said(tick, image, kind):
    DoneAnalysisFactory(image=image)
    ModelVersion.objects.filter(kind=kind).update(active=False)
    (sentence,) = tick("analyse_again", LesionImage, [image])
    assert "No trained network is in use" in sentence
    assert states() == ["done"]


def test_more_pictures_than_the_interactive_queue_should_carry_are_refused(tick, image):
    SegmenterFactory()
    ClassifierFactory()
    proto = LesionImage.objects.values().get(pk=image.pk)
    LesionImage.objects.bulk_create(
        LesionImage(**{**proto, "id": None, "sha256": f"{number:064d}"}) for number in range(action_file.MOST_AT_ONCE)
    )
    (sentence,) = tick("analyse_again", LesionImage, LesionImage.objects.all(), select_across=1)
    assert sentence == "At most 25 pictures can be analysed again at once. Nothing was queued."
    assert states() == []


def test_a_ticked_version_becomes_the_only_active_one_of_its_kind(tick, admin_a):
    before = ClassifierFactory()
    segmenter = SegmenterFactory()
    chosen = ClassifierFactory(version="classifier-newer", active=False)

    (sentence,) = tick("mark_active", ModelVersion, [chosen], reason="The old one was withdrawn.")
    assert sentence == "Classifier classifier-newer is active now; results that stand keep theirs."
    assert set(ModelVersion.objects.filter(active=True)) == {chosen, segmenter}
    event = AuditEvent.objects.get(act="model.activated")
    assert (event.user_id, event.detail["version"], event.detail["before"]) == (
        admin_a.pk,
        "classifier-newer",
        [before.version],
    )


def test_one_of_each_kind_can_be_ticked_together(tick):
    old = [ClassifierFactory(), SegmenterFactory()]
    new = [ClassifierFactory(version="c-2", active=False), SegmenterFactory(version="s-2", active=False)]
    assert len(tick("mark_active", ModelVersion, new, reason="Both are better.")) == 2
    assert set(ModelVersion.objects.filter(active=True)) == set(new)
    assert not ModelVersion.objects.filter(active=True, pk__in=[row.pk for row in old]).exists()


def test_two_of_one_kind_are_refused_and_nothing_changes(tick):
    active = ClassifierFactory()
    segmenter = SegmenterFactory(version="s-2", active=False)
    two = [ClassifierFactory(version=f"c-{number}", active=False) for number in (1, 2)]
    (sentence,) = tick("mark_active", ModelVersion, [*two, segmenter])
    assert sentence == "Exactly one version of a kind can be active: tick one per kind. Nothing was changed."
    assert list(ModelVersion.objects.filter(active=True)) == [active]
    assert not AuditEvent.objects.exists()


def test_what_is_active_already_stays_so_without_an_event(tick):
    active = ClassifierFactory()
    assert tick("mark_active", ModelVersion, [active]) == ["Classifier classifier-test was active already."]
    assert not AuditEvent.objects.exists()


def test_without_a_signed_off_batch_a_page_asks_for_the_reason(client, admin_a):
    ClassifierFactory()
    chosen = ClassifierFactory(version="classifier-newer", active=False)
    client.force_login(admin_a)

    asked = client.post(page(ModelVersion, "changelist"), {"action": "mark_active", "_selected_action": chosen.pk})

    assert asked.status_code == 200
    assert '<textarea id="reason" name="reason"' in asked.text
    assert not ModelVersion.objects.get(pk=chosen.pk).active


def test_rolling_back_asks_for_a_reason_and_then_does_it(client, tick):
    before = ClassifierFactory()
    chosen = ClassifierFactory(version="classifier-newer", active=False)
    tick("mark_active", ModelVersion, [chosen], reason="Better.")
    asked = client.post(page(ModelVersion, "changelist"), {"action": "roll_back_ticked", "_selected_action": chosen.pk})
    assert "classifier-test is used again for new pictures, at once." in asked.text

    *_, sentence = tick("roll_back_ticked", ModelVersion, [chosen], reason="Too many alarms.")
    assert sentence == "Classifier classifier-test is active again; results of classifier-newer keep their version."
    assert ModelVersion.objects.get(kind="classifier", active=True) == before
    *_, sentence = tick("roll_back_ticked", ModelVersion, [chosen], reason="Again.")
    assert sentence.startswith("Tick the version in use")


def test_a_version_is_tried_in_shadow_and_no_more(tick):
    active, chosen = ClassifierFactory(), ClassifierFactory(version="classifier-newer", active=False)
    (refused,) = tick("try_in_shadow", ModelVersion, [active])
    assert "in use already" in refused
    tick("try_in_shadow", ModelVersion, [chosen])
    assert ModelVersion.objects.get(shadow=True) == chosen
    assert tick("stop_shadow", ModelVersion, [chosen])[-1] == "classifier-newer is no longer tried."
    assert not ModelVersion.objects.filter(shadow=True).exists()
