"""Pictures for the stories: photographs of melanomas where SKINLESION_DATA has some, drawn lesions otherwise."""

import csv
import os
from pathlib import Path

from PIL import Image

from ml.draw import draw_lesion


def lesion_pictures(folder: Path, count: int, *, first: int = 0) -> list[Path]:
    """`count` files; with another `first` others."""
    if data := os.environ.get("SKINLESION_DATA"):
        photos = Path(data) / "photos"
        with (photos / "labels.csv").open() as rows:
            names = [Path(next(iter(row.values()))).stem for row in csv.DictReader(rows) if row["dx"] == "mel"]
        return [photos / f"{name}.jpg" for name in names[first : first + count]]
    drawn = [folder / f"drawn-{number}.jpg" for number in range(first, first + count)]
    for number, file in enumerate(drawn, first):
        Image.fromarray(draw_lesion(200 + number)[0]).save(file, quality=92)
    return drawn
