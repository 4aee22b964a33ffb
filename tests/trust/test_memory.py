"""The fork that opens a picture takes little memory to refuse one. The other processes: tests/flows/
test_survives_hostile_files.py."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.flows.processes import ROOT
from tests.trust.corpus.every import EVERY
from tests.trust.corpus.writers import saved

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
MOST_GROWTH = 64 * 1024 * 1024
# by the spool, which looks at the first bytes only; these files never reach a fork
EARLIER = ("format_not_supported", "empty_file")


def measured(folder: Path, files: dict[str, bytes]) -> dict[str, dict]:
    """What the fork took for each."""
    paths = {name: folder / f"{number}.jpg" for number, name in enumerate(files)}
    for name, path in paths.items():
        path.write_bytes(files[name])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.trust.fork_memory", *paths.values()],
        cwd=ROOT,
        env={"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return dict(zip(paths, lines, strict=True))


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
def test_no_refusal_of_the_corpus_takes_more(tmp_path, every):
    refused = [sample for sample in EVERY if sample.verdict and sample.verdict not in EARLIER][::every]
    found = measured(tmp_path, {sample.name: sample.make() for sample in refused})
    assert {name: one["code"] for name, one in found.items()} == {one.name: one.verdict for one in refused}
    assert {name: one["grown"] for name, one in found.items() if one["grown"] > MOST_GROWTH} == {}
    largest = max(found, key=lambda name: found[name]["grown"])
    print(f"{len(found)} refusals, at most {found[largest]['grown'] / 2**20:.1f} MiB: {largest}")  # noqa: T201


LARGE = {
    "JPEG": {"quality": 80},
    "PNG": {"compress_level": 1},
    "TIFF": {"compression": "tiff_lzw"},
    "WEBP": {"method": 0},
}


@pytest.mark.long
@pytest.mark.parametrize("kind", LARGE)
@pytest.mark.parametrize("size", [(4000, 3000), (8000, 5000)], ids=["12 megapixels", "40 megapixels"])
def test_nor_does_that_of_a_large_picture_that_is_cut_off(tmp_path, kind, size):
    whole = saved(Image.effect_noise((500, 375), 60).resize(size).convert("RGB"), kind, **LARGE[kind])
    (found,) = measured(tmp_path, {kind: whole[: len(whole) * 99 // 100]}).values()
    assert found["code"] == "truncated"
    print(f"{kind} of {size[0] * size[1] // 10**6} megapixels, cut: {found['grown'] / 2**20:.1f} MiB")  # noqa: T201
    assert found["grown"] <= MOST_GROWTH
