"""What a browser sends, and what lies on disk afterwards."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile


def upload(data: bytes, name: str = "Maria Lindqvist left arm.jpg") -> SimpleUploadedFile:
    """A file as it comes in; its name is of the kind that must not leave traces."""
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def files_on_disk(folder: Path) -> set[Path]:
    """Every file of this test's storages and of uploads that are coming in."""
    return {path for path in folder.rglob("*") if path.is_file()}
