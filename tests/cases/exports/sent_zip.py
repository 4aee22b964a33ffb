"""A ZIP that a page or the API sent."""

import io
import zipfile


def names_in(answer) -> list[str]:
    """The files of a ZIP that was sent."""
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return archive.namelist()
