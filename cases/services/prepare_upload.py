"""An upload's bytes are opened in a process of their own, which makes the files that pages show."""

import json
import logging
from datetime import datetime

from cases.images import EXTENSIONS, PreparedPicture
from cases.picture_process_client import picture_process
from cases.services.spool_upload import Spooled, UploadRefused

logger = logging.getLogger(__name__)

UNREADABLE = "We could not open this picture. Please export it again as JPEG or PNG and upload that."


def prepare_upload(*, upload: Spooled) -> PreparedPicture:
    """The picture's rendition, thumbnail and facts; the web process itself never decodes a stranger's bytes.

    Raises:
        UploadRefused: with the code of `ml.decode.REFUSALS`, or "unreadable" when the process died, ran out of memory
            or time, or answered nonsense. Nothing else: whatever a picture does over there is a refusal here.
    """
    try:
        return _read_answer(picture_process.open(upload.path), upload)
    except UploadRefused:
        raise
    except Exception as error:
        # said to the operator as well: if it is every picture, the fault is ours
        logger.warning("A picture could not be opened: %s: %s", type(error).__name__, error)
        raise UploadRefused("unreadable", UNREADABLE, size_bytes=upload.size_bytes) from error


def _read_answer(answer: bytes, upload: Spooled) -> PreparedPicture:
    # checked like any input from outside: the other side may no longer be the program that we started
    head, _, body = answer.partition(b"\n")
    facts = json.loads(head)
    if "code" in facts:
        raise UploadRefused(str(facts["code"]), str(facts["message"]), size_bytes=upload.size_bytes)
    rendition, thumbnail = body[: facts["rendition"]], body[facts["rendition"] :]
    if not rendition or not thumbnail or len(thumbnail) != facts["thumbnail"]:
        raise ValueError("The answer is incomplete.")
    if facts["extension"] not in EXTENSIONS.values():
        raise ValueError("The answer names no format of ours.")
    return PreparedPicture(
        width=int(facts["width"]),
        height=int(facts["height"]),
        extension=facts["extension"],
        taken_at=datetime.fromisoformat(facts["taken_at"]) if facts["taken_at"] else None,
        rendition=rendition,
        thumbnail=thumbnail,
    )
