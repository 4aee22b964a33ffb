"""SKINLESION_STORAGE_URL is read, or refused without repeating its secret."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from skinlesion.settings.buckets import bucket_storages


def test_a_server_of_ones_own():
    storages = bucket_storages("s3://key:se%2Fcret@store.clinic.example:9000/pictures?region=eu-1")
    assert {alias: entry["OPTIONS"]["location"] for alias, entry in storages.items()} == {
        "default": "files",
        "originals": "originals",
        "renditions": "renditions",
    }
    options = storages["originals"]["OPTIONS"]
    assert options["endpoint_url"] == "https://store.clinic.example:9000"
    assert (options["access_key"], options["secret_key"]) == ("key", "se/cret")
    assert (options["bucket_name"], options["region_name"]) == ("pictures", "eu-1")


def test_without_tls_and_without_a_host():
    plain = bucket_storages("s3+http://key:secret@127.0.0.1:8333/pictures")["default"]["OPTIONS"]
    assert plain["endpoint_url"] == "http://127.0.0.1:8333"
    assert bucket_storages("s3://key:secret@/pictures")["default"]["OPTIONS"]["endpoint_url"] is None


@pytest.mark.parametrize(
    "url",
    [
        "http://key:hidden@host/bucket",
        "s3://host/bucket",
        "s3://key:hidden@host/",
        "s3://key:hidden@host/bucket/folder",
    ],
)
def test_anything_else_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="must look like s3://") as refused:
        bucket_storages(url)
    assert "hidden" not in str(refused.value)
