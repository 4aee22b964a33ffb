"""A stored archive and a batch over it: python -m benchmarks.archive_rows FOLDER COUNT; prints the batch's id.

Run in a site's environment. The folder's files are stored again and again under as many pictures as asked for.
"""

import argparse
import os
import secrets
import sys
from pathlib import Path

TOGETHER = 500


def main(arguments: list[str] | None = None) -> int:
    """The batch's rows wait for the reconciler."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive_rows", description="A stored archive.")
    parser.add_argument("folder", type=Path, help="its files become the pictures")
    parser.add_argument("count", type=int, help="so many pictures; files are used again where there are fewer")
    args = parser.parse_args(arguments)
    folder, count = args.folder, args.count
    os.environ["DJANGO_SETTINGS_MODULE"] = "skinlesion.settings"
    import django

    django.setup()
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from analysis.models import Analysis, BatchRun, ModelVersion
    from cases.models import Case, LesionImage

    case = Case.objects.select_related("opened_by", "lesion__patient").latest("pk")
    storage = LesionImage._meta.get_field("original").storage
    files = sorted(folder.iterdir())[:count]
    names = [storage.save(f"archive/{file.name}", ContentFile(file.read_bytes())) for file in files]
    pictures = [
        LesionImage(
            case=case,
            sha256=secrets.token_hex(32),
            original=names[number % len(names)],
            original_bytes=files[number % len(names)].stat().st_size,
            rendition="none.jpg",
            thumbnail="none.jpg",
            width=1,
            height=1,
            received_by=case.opened_by,
        )
        for number in range(count)
    ]
    networks = {version.kind: version for version in ModelVersion.objects.filter(active=True)}
    batch = BatchRun.objects.create(
        clinic=case.lesion.patient.clinic, asked_by=case.opened_by, image_count=count, **networks
    )
    stored = LesionImage.objects.bulk_create(pictures, batch_size=TOGETHER)
    rows = [Analysis(image=image, batch=batch, due_at=timezone.now(), **networks) for image in stored]
    Analysis.objects.bulk_create(rows, batch_size=TOGETHER)
    print(batch.pk)
    return 0


if __name__ == "__main__":
    sys.exit(main())
