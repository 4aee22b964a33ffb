"""What the operating points and the verdicts would have meant for these patients."""

import numpy as np

from ml.bootstrap import Bootstrap
from ml.columns import Columns

VERDICTS = ("suspicious", "needs_a_person", "likely_benign", "refused")


def operating_points(columns: Columns, bootstrap: Bootstrap, points: dict[str, float]) -> dict[str, dict]:
    """Each point with its threshold and what it gives among the labelled pictures that were not refused.

    Args:
        columns: the answers.
        bootstrap: of the same pictures.
        points: name -> malignant probability from which on a picture is suspicious.

    Returns:
        name -> threshold, sensitivity, specificity, ppv and npv (value, low, high and n, which is what each is a
        fraction of). ppv and npv hold for the share of malignant lesions in these pictures, not for a clinic.
    """
    judged = columns.labelled & columns.answered
    found = {}
    for name, threshold in points.items():
        with np.errstate(invalid="ignore"):
            called = columns.malignant_probability >= threshold
        figures = {
            "sensitivity": bootstrap.proportion(called, judged & columns.malignant),
            "specificity": bootstrap.proportion(~called, judged & ~columns.malignant),
            "ppv": bootstrap.proportion(columns.malignant, judged & called),
            "npv": bootstrap.proportion(~columns.malignant, judged & ~called),
        }
        found[name] = {"threshold": threshold, **{key: figure.as_json() for key, figure in figures.items()}}
    return found


def verdicts(columns: Columns, bootstrap: Bootstrap) -> dict:
    """How often each verdict was given, and whether handing over helps.

    Returns:
        counts: malignant, benign and unlabelled -> pictures per verdict, refused ones included. handed_over: fraction
        of the answered pictures that need a person. accuracy_of_all and accuracy_of_kept: of the diagnosis, with and
        without those. missed: fraction of the answered malignant pictures that were called likely benign.
    """
    groups = {
        "malignant": columns.labelled & columns.malignant,
        "benign": columns.labelled & ~columns.malignant,
        "unlabelled": ~columns.labelled,
    }
    judged = columns.labelled & columns.answered
    handed_over = columns.verdict == "needs_a_person"
    figures = {
        "handed_over": bootstrap.proportion(handed_over, columns.answered),
        "accuracy_of_all": bootstrap.proportion(columns.correct, judged),
        "accuracy_of_kept": bootstrap.proportion(columns.correct, judged & ~handed_over),
        "missed": bootstrap.proportion(columns.verdict == "likely_benign", judged & columns.malignant),
    }
    return {
        "counts": {
            group: {verdict: int((among & (columns.verdict == verdict)).sum()) for verdict in VERDICTS}
            for group, among in groups.items()
            if among.any()
        },
        **{name: figure.as_json() for name, figure in figures.items()},
    }
