"""Engines for tests of everything around the networks: functions that stand where analysis.engine.analyse stands."""

from dataclasses import replace

import numpy as np

from ml.diagnoses import CODES
from ml.errors import Unsuitable
from ml.pipeline import Flag, Result


def a_result(**changes) -> Result:
    """What the pipeline says of a suspicious lesion on a picture of 64 x 48 pixels."""
    mask = np.zeros((48, 64), bool)
    mask[10:40, 10:50] = True
    result = Result(
        mask=mask,
        outline=[[(10.0, 10.0), (50.0, 10.0), (50.0, 40.0), (10.0, 40.0)]],
        area_fraction=float(mask.mean()),
        bbox=(10, 10, 50, 40),
        measurements={"area_px": 1200.0, "diameter_mm": None},
        probabilities=dict(zip(CODES, [0.02, 0.03, 0.1, 0.01, 0.6, 0.23, 0.01], strict=True)),
        malignant_probability=0.65,
        operating_point="rule_out",
        threshold=0.3,
        verdict="suspicious",
        uncertainty=0.2,
        uncertainty_threshold=0.7,
        flags=(),
        anyway=False,
        explained="mel",
        explanation=a_map(),
        energy_inside=0.8,
        quality={"sharpness": 120.0},
        model_versions={"segmenter": "segmenter-test", "classifier": "classifier-test"},
        seconds={"decode": 0.01, "segment": 0.2, "classify": 0.1},
    )
    return replace(result, **changes)


def a_map() -> np.ndarray:
    """An explanation that grows from the picture's left edge to its right one."""
    return np.tile(np.linspace(0, 255, 224).astype(np.uint8), (224, 1))


def sees_a_lesion(data: bytes, **asked) -> Result:
    """An engine that always finds the same."""
    return a_result()


def sees_a_blurred_lesion(data: bytes, *, anyway: bool, **asked) -> Result:
    """An engine whose gate has something against the picture."""
    blurred = Flag("too_blurred", "The picture is too blurred to be judged. Please take it again in focus.")
    if not anyway:
        raise Unsuitable(blurred.code, blurred.message)
    return a_result(flags=(blurred,), anyway=True)


def must_not_run(data: bytes, **asked) -> Result:
    """An engine for rows that nobody may work on."""
    raise AssertionError("the engine was asked although there was nothing to do")


def raises(error: BaseException):
    """An engine that ends in an error."""

    def engine(data: bytes, **asked) -> Result:
        raise error

    return engine
