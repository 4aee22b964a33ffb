"""The process that opens strangers' bytes: a picture on standard input, the files that pages show on standard output.

Started by `cases.services.prepare_upload` for one picture and gone afterwards. It has limits on memory and time, may
write no file, and imports no Django: what a hostile picture can break here is this process only.

Output: one line of JSON, then the bytes of the rendition and of the thumbnail, whose lengths the JSON gives; or one
line of JSON with `code` and `message` when the picture is refused.
"""

import json
import resource
import sys

from ml.errors import Unreadable

# Measured, whole process: see tests/cases/test_images_child.py for the largest picture we accept.
MEMORY_BYTES = 2_000_000_000
CPU_SECONDS = 20


def main() -> None:
    """Prepare one picture within the limits."""
    _limit_this_process()
    from cases.images import prepare_picture

    try:
        picture = prepare_picture(sys.stdin.buffer.read())
    except Unreadable as refusal:
        _answer({"code": refusal.code, "message": refusal.message})
        return
    head = {
        "width": picture.width,
        "height": picture.height,
        "extension": picture.extension,
        "taken_at": picture.taken_at.isoformat() if picture.taken_at else None,
        "rendition": len(picture.rendition),
        "thumbnail": len(picture.thumbnail),
    }
    _answer(head, picture.rendition, picture.thumbnail)


def _limit_this_process() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _answer(head: dict, *parts: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
