"""axe-core, the accessibility checker, as npm publishes it: fetched once, kept in the virtual environment, checked.

`python -m tests.flows.axe_core` fetches it ahead of the tests. MPL-2.0; it is no part of what is shipped.
"""

import base64
import hashlib
import io
import sys
import tarfile
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path

VERSION = "4.14.1"
# https://registry.npmjs.org/axe-core/4.14.1, "dist.integrity"; another version has another one
SHA512 = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
ADDRESS = f"https://registry.npmjs.org/axe-core/-/axe-core-{VERSION}.tgz"
KEPT = Path(sys.prefix) / f"axe-core-{VERSION}.tgz"
TRIES = 3


class NotThere(Exception):
    """It is not on this machine and could not be fetched."""


@cache
def axe_source() -> str:
    """The script, from the archive with exactly the pinned content.

    Raises:
        NotThere: no network.
    """
    archive = KEPT.read_bytes() if KEPT.exists() else b""
    if not is_the_pinned_one(archive):
        archive = _fetch()
        assert is_the_pinned_one(archive), f"{ADDRESS} is not the axe-core that this project knows"
        KEPT.write_bytes(archive)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        return files.extractfile("package/axe.min.js").read().decode()


def is_the_pinned_one(archive: bytes) -> bool:
    """Whether these bytes have the hash that npm names."""
    return base64.b64encode(hashlib.sha512(archive).digest()).decode() == SHA512


def _fetch() -> bytes:
    for attempt in range(1, TRIES + 1):
        try:
            with urllib.request.urlopen(ADDRESS, timeout=30) as answer:
                return answer.read()
        except (urllib.error.URLError, TimeoutError) as error:
            if attempt == TRIES:
                raise NotThere(f"axe-core {VERSION} could not be fetched from {ADDRESS}: {error}") from None
            time.sleep(attempt)
    raise AssertionError("unreachable")


if __name__ == "__main__":
    sys.stdout.write(f"axe-core {VERSION}, {len(axe_source()):,} characters, is in {KEPT}\n")
