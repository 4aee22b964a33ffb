"""Where the demo's pictures come from: real photographs where there are some, drawn ones otherwise."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile, File
from PIL import Image

from ml.draw import draw_lesion

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"}


@dataclass(frozen=True)
class Album:
    """The pictures to choose from; `photos` empty: they are drawn, and must be marked synthetic."""

    photos: tuple[Path, ...]

    @property
    def synthetic(self) -> bool:
        """Whether its pictures are drawn."""
        return not self.photos

    def open(self, number: int) -> File:
        """The picture of that number: always the same one; photographs start again when they run out."""
        if self.photos:
            return File(self.photos[number % len(self.photos)].open("rb"))
        out = BytesIO()
        Image.fromarray(draw_lesion(number)[0]).save(out, "JPEG", quality=92)
        return ContentFile(out.getvalue())


def open_album(data_dir: Path | None) -> Album:
    """The photographs of `data_dir`/photos in the order of their names; drawings where there are none."""
    folder = data_dir / "photos" if data_dir else None
    if folder is None or not folder.is_dir():
        return Album(photos=())
    return Album(photos=tuple(path for path in sorted(folder.iterdir()) if path.suffix.lower() in _SUFFIXES))
