"""Large JPEGs are decoded no larger than they are looked at, and that changes nothing that matters."""

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from ml.decode import ENOUGH, decode, decode_reduced
from ml.draw import draw_lesion
from ml.errors import Unreadable
from ml.manifest import read_manifest
from ml.preprocess import FRAME_SIZE, squash, to_network
from ml.probabilities import softmax
from tests.ml.conftest import as_file

TWELVE_MEGAPIXELS = (4000, 3000)


@pytest.fixture(scope="module")
def large() -> np.ndarray:
    """A drawn picture of 2 100 x 1 400."""
    return np.asarray(Image.fromarray(draw_lesion(4)[0]).resize((2100, 1400), Image.Resampling.BICUBIC))


def test_a_large_jpeg_is_reduced_and_its_own_size_is_known(large):
    found = decode_reduced(as_file(large, "JPEG", quality=92))
    assert (found.width, found.height) == (2100, 1400)
    assert found.pixels.shape == (700, 1050, 3)
    assert found.pixels.dtype == np.uint8


@pytest.mark.parametrize(("side", "left"), [(ENOUGH, ENOUGH), (2 * ENOUGH - 1, 2 * ENOUGH - 1), (2 * ENOUGH, ENOUGH)])
def test_the_shorter_side_keeps_enough(side, left):
    data = as_file(np.zeros((side, side + 200, 3), np.uint8), "JPEG")
    assert decode_reduced(data).pixels.shape[0] == left
    assert ENOUGH >= 2 * FRAME_SIZE


def test_other_formats_are_decoded_whole(large):
    for kind in ("PNG", "TIFF", "WEBP"):
        found = decode_reduced(as_file(large, kind))
        assert found.pixels.shape == (1400, 2100, 3)
        assert (found.width, found.height) == (2100, 1400)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_size_and_pixels_are_upright(large, orientation):
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = Image.fromarray(large) if back is None else Image.fromarray(large).transpose(back)
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    stored.save(file, "JPEG", quality=92, exif=exif)
    found = decode_reduced(file.getvalue())
    assert (found.width, found.height) == (2100, 1400)
    difference = np.abs(squash(found.pixels).astype(int) - squash(decode(file.getvalue())))
    assert difference.mean() < 0.5


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9])
def test_a_large_file_that_ends_too_early_is_refused_as_ever(large, part):
    whole = as_file(large, "JPEG")
    for read in (decode, decode_reduced):
        with pytest.raises(Unreadable) as caught:
            read(whole[: int(len(whole) * part)])
        assert caught.value.code in {"truncated", "not_a_picture"}


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
def test_a_machine_without_memory_is_not_the_pictures_fault():
    code = (
        "import io, resource\n"
        "from PIL import Image\n"
        "from ml.decode import decode\n"
        "file = io.BytesIO()\n"
        "Image.new('RGB', (7000, 5000)).save(file, 'PNG', compress_level=1)\n"
        "pages = int(open('/proc/self/statm').read().split()[0])\n"
        "limit = pages * resource.getpagesize() + 30_000_000\n"
        "resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\n"
        "try:\n"
        "    decode(file.getvalue())\n"
        "except MemoryError:\n"
        "    print('no memory')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "no memory", done.stderr


@pytest.fixture(scope="module")
def twelve_megapixels(data_dir) -> list[bytes]:
    """Eight real photographs enlarged to 12 megapixels, with the grain that a camera of that size would have."""
    random = np.random.default_rng(8)
    files = []
    for path in sorted((data_dir / "photos").glob("*.jpg"))[::3]:
        with Image.open(path) as photo:
            enlarged = photo.convert("RGB").resize(TWELVE_MEGAPIXELS, Image.Resampling.BICUBIC)
        grain = random.normal(0, 4, (*TWELVE_MEGAPIXELS[::-1], 1)).astype(np.float32)
        pixels = np.clip(np.asarray(enlarged) + grain, 0, 255).astype(np.uint8)
        files.append(as_file(pixels, "JPEG", quality=92))
    return files


def frames(datas, entry):
    """The networks' inputs from whole pictures, from reduced ones, and from whole ones with noise of one grey level."""
    whole, reduced = (
        np.stack([squash(read(data)) for data in datas]) for read in (decode, lambda data: decode_reduced(data).pixels)
    )
    noisy = np.clip(whole + np.random.default_rng(9).normal(0, 1, whole.shape), 0, 255).astype(np.uint8)
    for each in (whole, reduced, noisy):
        yield to_network(np.stack([squash(frame, entry.input_size) for frame in each]))


@pytest.mark.slow
def test_masks_and_probabilities_of_real_photographs_stay(twelve_megapixels):
    from ml.networks.ready import ready_network

    segmenter, classifier = (read_manifest().default(kind) for kind in ("segmenter", "classifier"))
    network = ready_network(segmenter)
    whole, reduced, _ = (network(pictures)["logits"] > 0 for pictures in frames(twelve_megapixels, segmenter))
    overlap = np.logical_and(whole, reduced).sum(axis=(1, 2, 3)) / np.logical_or(whole, reduced).sum(axis=(1, 2, 3))
    assert whole.any(axis=(1, 2, 3)).all()
    assert overlap.min() >= 0.99
    network = ready_network(classifier)
    logits = [network(views)["evidence"].mean(axis=(1, 2)) for views in frames(twelve_megapixels, classifier)]
    whole, reduced, noisy = (softmax(each) for each in logits)
    change, by_noise = (np.abs(whole - other).max(axis=1) for other in (reduced, noisy))
    assert change.mean() < 1.5 * by_noise.mean(), "no more than what a camera's noise does"
    assert change.max() < 0.1
