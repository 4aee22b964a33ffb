"""A child process opens the upload's bytes and makes the files that pages show."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import ml
from cases.images import EXTENSIONS, PreparedPicture
from cases.services.spool_upload import Spooled, UploadRefused

# The largest picture we accept takes about 3 s on a busy machine; see the limits in cases/images_child.py.
TIMEOUT_SECONDS = 15
COMMAND = (sys.executable, "-E", "-s", "-m", "cases.images_child")
# No secret of ours is in the child's environment. One thread: more of them would only reserve memory.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
_ROOT = Path(ml.__file__).resolve().parent.parent


def prepare_upload(upload: Spooled) -> PreparedPicture:
    """The picture's rendition, thumbnail and facts; the web process itself never decodes a stranger's bytes.

    Raises:
        UploadRefused: with the code of `ml.decode.REFUSALS`, or "unreadable" when the child died, ran out of memory
            or time, or answered nonsense. Nothing else: whatever a picture does to the child is a refusal.
    """
    try:
        with upload.path.open("rb") as file:
            child = subprocess.run(
                COMMAND,
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env=ENVIRONMENT,
                timeout=TIMEOUT_SECONDS,
                check=True,
            )
        return _read_answer(child.stdout, upload)
    except UploadRefused:
        raise
    except Exception as error:
        sentence = "We could not open this picture. Please export it again as JPEG or PNG and upload that."
        raise UploadRefused("unreadable", sentence, size_bytes=upload.size_bytes) from error


def _read_answer(answer: bytes, upload: Spooled) -> PreparedPicture:
    # checked like any input from outside: the child may no longer be the program that we started
    head, _, body = answer.partition(b"\n")
    facts = json.loads(head)
    if "code" in facts:
        raise UploadRefused(str(facts["code"]), str(facts["message"]), size_bytes=upload.size_bytes)
    rendition, thumbnail = body[: facts["rendition"]], body[facts["rendition"] :]
    if not rendition or not thumbnail or len(thumbnail) != facts["thumbnail"]:
        raise ValueError("The child's answer is incomplete.")
    if facts["extension"] not in EXTENSIONS.values():
        raise ValueError("The child's answer names no format of ours.")
    return PreparedPicture(
        width=int(facts["width"]),
        height=int(facts["height"]),
        extension=facts["extension"],
        taken_at=datetime.fromisoformat(facts["taken_at"]) if facts["taken_at"] else None,
        rendition=rendition,
        thumbnail=thumbnail,
    )
