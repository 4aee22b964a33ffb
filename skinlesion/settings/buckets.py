"""Where pictures lie when many machines share them: one bucket, a prefix for each storage."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEMES = {"s3": "https", "s3+http": "http"}
PREFIXES = {"default": "files", "originals": "originals", "renditions": "renditions"}
FORM = "s3://key:secret@host:port/bucket, or s3+http://... without TLS, with ?region=... where the server has regions"


def bucket_storages(url: str) -> dict[str, dict]:
    """Entries for Django's STORAGES.

    Args:
        url: as `FORM` says; without a host, Amazon's own.

    Raises:
        django.core.exceptions.ImproperlyConfigured: it is none.
    """
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if parts.scheme not in SCHEMES or not (parts.username and parts.password and bucket) or "/" in bucket:
        # the address itself is not repeated: it holds a secret
        raise ImproperlyConfigured(f"SKINLESION_STORAGE_URL must look like {FORM}.")
    host = parts.hostname and f"{SCHEMES[parts.scheme]}://{parts.netloc.rpartition('@')[2]}"
    shared = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "endpoint_url": host or None,
        "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
    }
    backend = "skinlesion.s3_storage.BucketStorage"
    return {alias: {"BACKEND": backend, "OPTIONS": {**shared, "location": p}} for alias, p in PREFIXES.items()}
