"""TensorFlow, started quietly and with a sensible number of threads. Nothing else in this package starts it."""

import os

# More threads than this gain nothing on networks this small, and cost the other processes of the machine.
MOST_THREADS = 4


def start_tensorflow(threads: int | None = None) -> None:
    """Call before the first import of Keras; a second call changes nothing.

    Args:
        threads: processor threads for one operation; None for as many as there are cores, at most four.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    import tensorflow as tf

    wanted = threads or min(os.cpu_count() or 1, MOST_THREADS)
    try:
        tf.config.threading.set_intra_op_parallelism_threads(wanted)
        tf.config.threading.set_inter_op_parallelism_threads(1 if wanted == 1 else 2)
    except RuntimeError:
        # TensorFlow already runs in this process and keeps the threads it was started with.
        return
