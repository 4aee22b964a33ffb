"""A picture is analysed again."""

import pytest
from django.core.exceptions import ValidationError

from analysis.models import Analysis
from cases.services.analyse_image import analyse_image
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory


def test_a_finished_analysis_stays_and_a_new_one_is_queued(ana, clinic_a):
    done = DoneAnalysisFactory(image__case__lesion__patient__clinic=clinic_a)
    again = analyse_image(image=done.image, by=ana)
    assert again != done
    assert (again.state, again.asked_by) == ("queued", ana)
    done.refresh_from_db()
    assert done.state == "done"


def test_asking_twice_is_one_analysis(ana, clinic_a):
    queued = AnalysisFactory(image__case__lesion__patient__clinic=clinic_a)
    assert analyse_image(image=queued.image, by=ana) == queued
    assert Analysis.objects.count() == 1


def test_without_a_model_in_use_it_is_said(ana, clinic_a):
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a)
    with pytest.raises(ValidationError) as refused:
        analyse_image(image=image, by=ana)
    assert refused.value.code == "no_active_model"
