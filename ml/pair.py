"""Joins two trained classifiers into one network: python -m ml.pair LARGE SMALL --out PAIR.weights.h5"""

import argparse
from pathlib import Path

from ml.configs.fields import load_config
from ml.runtime import start_tensorflow


def join(large: Path, small: Path, out: Path, size: int) -> None:
    """Writes the weights of `ml.networks.classifier.build_pair`.

    Args:
        large: weights of a MobileNetV2 classifier.
        small: weights of a MobileNetV3-Small classifier.
        out: the file to write, ending in .weights.h5.
        size: side of the input in pixels.
    """
    start_tensorflow()
    from ml.networks.classifier import build_pair, members_of

    pair = build_pair(size)
    for member, weights in zip(members_of(pair), (large, small), strict=True):
        member.load_weights(weights)
    out.parent.mkdir(parents=True, exist_ok=True)
    pair.save_weights(out)


def main(arguments: list[str] | None = None) -> int:
    """Join and write. Exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m ml.pair", description="Joins two classifiers into one network.")
    parser.add_argument("large", type=Path, help="weights of the recipe classifier_v2")
    parser.add_argument("small", type=Path, help="weights of the recipe classifier_v2_small")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(arguments)
    join(args.large, args.small, args.out, load_config("classifier_v2").input_size)
    print(f"Joined: {args.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
