"""The process that opens strangers' bytes, one forked copy of itself for each picture.

Started by `cases.picture_process_client`. It imports Pillow and NumPy once, which takes longer than most pictures do,
and then waits for pictures; each is opened in a fork with limits on memory and time that may write no file. No Django,
no database, no secret is here: what a hostile picture can break is its own fork.

A request is one byte with two file handles: the picture, and a socket for the answer. An answer is one line of JSON,
then the bytes of the rendition and of the thumbnail, whose lengths the JSON gives; or one line of JSON with `code` and
`message` when the picture is refused. No answer: the fork died.
"""

import json
import os
import resource
import signal
import socket
import sys

# loaded here once: Pillow looks for them only when a picture comes, which would be in every fork again
from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from cases.images import prepare_picture
from ml.errors import Unreadable

READERS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)

# 40 million pixels of 32-bit float TIFF, the largest of what we accept, were measured at 1.45 GB
MEMORY_BYTES = 2_000_000_000
# the same picture took 6 s on a machine with four times more work than processors
SECONDS = 20
# more at once would only take the machine's memory from the analysis
MOST_AT_ONCE = 2


def main() -> None:
    """Serve until the web process closes its end."""
    Image.preinit()
    requests = socket.socket(fileno=sys.stdin.fileno())
    running: set[int] = set()
    while True:
        _, handles, _, _ = socket.recv_fds(requests, 1, 2)
        if not handles:
            return
        running -= _finished(running, wait=len(running) >= MOST_AT_ONCE)
        child = os.fork()
        if child == 0:
            requests.close()
            try:
                _serve(*handles)
            finally:
                os._exit(0)
        running.add(child)
        for handle in handles:
            os.close(handle)


def _finished(running: set[int], *, wait: bool) -> set[int]:
    finished = set()
    while running - finished:
        child, _ = os.waitpid(-1, 0 if wait and not finished else os.WNOHANG)
        if not child:
            break
        finished.add(child)
    return finished


def _serve(picture: int, answer: int) -> None:
    limit_this_process()
    with open(picture, "rb") as source, open(answer, "wb") as out:
        try:
            prepared = prepare_picture(source.read())
        except Unreadable as refusal:
            _write(out, {"code": refusal.code, "message": refusal.message})
            return
        facts = {
            "width": prepared.width,
            "height": prepared.height,
            "extension": prepared.extension,
            "taken_at": prepared.taken_at.isoformat() if prepared.taken_at else None,
            "rendition": len(prepared.rendition),
            "thumbnail": len(prepared.thumbnail),
        }
        _write(out, facts, prepared.rendition, prepared.thumbnail)


def limit_this_process() -> None:
    """From here on: little memory, no files, an end after `SECONDS` even inside a codec."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    limits = {resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = MEMORY_BYTES  # other systems refuse to set it
    for what, most in limits.items():
        _, allowed = resource.getrlimit(what)
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(what, (most, most))


def _write(out, facts: dict, *parts: bytes) -> None:
    out.write(json.dumps(facts).encode() + b"\n")
    for part in parts:
        out.write(part)


if __name__ == "__main__":
    main()
