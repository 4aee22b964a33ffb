"""TensorFlow is loaded by who needs a network, and by nobody else."""

import subprocess
import sys

import pytest

LIGHT = (
    "ml",
    "ml.answers",
    "ml.asymmetry",
    "ml.augment",
    "ml.bootstrap",
    "ml.border",
    "ml.boundary",
    "ml.calibration_metrics",
    "ml.colours",
    "ml.columns",
    "ml.command_line",
    "ml.configs.classifier_v2",
    "ml.configs.classifier_v2_160",
    "ml.convert",
    "ml.configs.segmenter_v1",
    "ml.curves",
    "ml.dataset",
    "ml.decode",
    "ml.diagnoses",
    "ml.draw",
    "ml.duplicates",
    "ml.errors",
    "ml.evaluate",
    "ml.evidence",
    "ml.figures",
    "ml.files",
    "ml.fit_probabilities",
    "ml.labelled",
    "ml.layouts.contents",
    "ml.lesion_grid",
    "ml.manifest",
    "ml.mask_png",
    "ml.measure",
    "ml.memory",
    "ml.metrics",
    "ml.operating",
    "ml.networks.litert",
    "ml.networks.ready",
    "ml.outline",
    "ml.overlay",
    "ml.passage",
    "ml.pipeline",
    "ml.predict",
    "ml.prepare",
    "ml.prepare_pictures",
    "ml.prepare_split",
    "ml.preprocess",
    "ml.probabilities",
    "ml.quality",
    "ml.regions",
    "ml.report.page",
    "ml.runtime",
    "ml.segmentation",
    "ml.subgroups",
    "ml.train_classifier",
    "ml.train_segmenter",
    "ml.verdict",
    "ml.views",
    "ml.weighted_metrics",
)


def run(code: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)


def test_importing_the_science_does_not_load_tensorflow():
    imports = "\n".join(f"import {module}" for module in LIGHT)
    check = "import sys; print([name for name in ('tensorflow', 'keras', 'django') if name in sys.modules])"
    done = run(f"{imports}\n{check}")
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.slow
def test_the_threads_asked_for_are_the_threads_used():
    code = (
        "from ml.runtime import start_tensorflow; start_tensorflow(1)\n"
        "import tensorflow as tf; print(tf.config.threading.get_intra_op_parallelism_threads())\n"
        "tf.zeros(1) + 1; start_tensorflow(3)\n"
        "print(tf.config.threading.get_intra_op_parallelism_threads())"
    )
    assert run(code).stdout.split() == ["1", "1"]


def test_the_c_library_can_be_told_to_keep_memory():
    done = run("from ml.memory import keep_memory; print(keep_memory())")
    assert done.stdout.strip() == str(sys.platform == "linux")
