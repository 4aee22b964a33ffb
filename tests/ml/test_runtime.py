"""TensorFlow is loaded by who needs a network, and by nobody else."""

import pkgutil
import subprocess
import sys

import pytest

import ml

# What defines, trains or fills a network in Keras. Everything else must do without.
HEAVY = {f"ml.{name}" for name in ("batches", "checkpoint", "losses", "training")} | {
    f"ml.networks.{name}" for name in ("backbone", "classifier", "unet")
}
LIGHT = sorted({found.name for found in pkgutil.walk_packages(ml.__path__, "ml.")} - HEAVY)


def run(code: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)


def test_importing_the_science_does_not_load_tensorflow():
    assert len(LIGHT) > 60
    imports = "\n".join(f"import {module}" for module in LIGHT)
    check = "import sys; print([name for name in ('tensorflow', 'keras', 'django') if name in sys.modules])"
    done = run(f"{imports}\n{check}")
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.long
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
