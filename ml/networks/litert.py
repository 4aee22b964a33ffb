"""Runs converted networks with LiteRT, the small inference library that TensorFlow Lite has become.

Its XNNPACK kernels answer several times as fast as Keras' `predict`, in a process of a tenth of the memory; the other
runtimes that were measured are in docs/benchmarks.md. A converted file is data: it holds a graph of known operations
and their weights, and no code.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from ml.errors import WeightsTampered


def load_litert(content: bytes, path: Path, size: int, outputs: tuple[str, ...], threads: int) -> Callable:
    """A converted network, ready to answer.

    Args:
        content: of a file of `ml.convert`; it takes one picture at a time.
        path: where it comes from, for what is said about it.
        size: side of the input in pixels that it must have.
        outputs: names of the outputs that it must have.
        threads: processor threads.

    Returns:
        float32 (n, size, size, 3) in -1..1 -> name of output -> float32 (n, ...). The pictures go through one by one:
        several together are not faster, and need the memory of several.

    Raises:
        WeightsTampered: the file is no network, or another than was asked for.
    """
    # here, not above: who only wants to know which networks there are needs no interpreter
    from ai_edge_litert.interpreter import Interpreter

    try:
        interpreter = Interpreter(model_content=content, num_threads=threads)
        interpreter.allocate_tensors()
        runner = interpreter.get_signature_runner()
    except (ValueError, RuntimeError) as error:
        raise WeightsTampered(f"{path} cannot be read as a network: {error}") from error
    (shape,) = (tuple(detail["shape"]) for detail in interpreter.get_input_details())
    found = runner.get_output_details()
    if shape != (1, size, size, 3) or set(found) != set(outputs):
        raise WeightsTampered(
            f"{path} does not fit: it answers {', '.join(sorted(found))} to {shape[1:]}, and was to answer "
            f"{', '.join(sorted(outputs))} to {(size, size, 3)}."
        )
    # The first answer packs the weights for the processor; no picture should have to wait for that.
    runner(pictures=np.zeros(shape, np.float32))
    empty = {name: np.zeros((0, *detail["shape"][1:]), np.float32) for name, detail in found.items()}

    def answer(pictures: np.ndarray) -> dict[str, np.ndarray]:
        answers = [runner(pictures=pictures[number : number + 1]) for number in range(len(pictures))]
        if not answers:
            return empty
        return {name: np.concatenate([each[name] for each in answers]) for name in outputs}

    return answer
