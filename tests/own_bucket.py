"""A real S3-compatible server of the tests' own (SeaweedFS), a bucket for every test."""

import gc
import json
import subprocess
import sys
import time
import warnings
import zlib
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from analysis.models import Prediction, Segmentation
from cases.models import LesionImage
from skinlesion.s3_storage import PATIENCE
from skinlesion.settings.buckets import bucket_storages
from tests.conftest import skip_or_fail
from tests.flows.processes import free_port

# clients keep their connections open for the next request, and the collector comes when it likes
CONNECTIONS_LEFT_OPEN = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
KEY, SECRET = "tests-key", "tests/secret+key"


class BucketServer:
    """One process, on ports of its own."""

    def __init__(self, folder: Path):
        self._folder = folder
        self.port = free_port()
        config = folder / "s3.json"
        person = {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
        config.write_text(json.dumps({"identities": [person]}))
        ports = {f"-{part}.port": free_port() for part in ("master", "volume", "filer")}
        grpc = {f"-{part}.port.grpc": free_port() for part in ("master", "volume", "filer", "s3")}
        weed = Path(sys.executable).parent / "weed"  # beside Python, where pip puts programs
        if not weed.exists():
            skip_or_fail("SeaweedFS (`weed`, of requirements-dev.txt) is not installed")
        self._command = [
            weed,
            "server",
            "-s3",
            f"-dir={folder}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            f"-s3.port={self.port}",
            f"-s3.config={config}",
            # catalogues of tables, each on a port that everybody shares
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-volume.max=100",
            "-master.volumeSizeLimitMB=16",
            *(f"{name}={port}" for name, port in (ports | grpc).items()),
        ]
        self.start()

    def start(self) -> None:
        """Until it keeps what it is given; it answers some seconds earlier."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + 60
        while True:
            try:
                self.client().create_bucket(Bucket="probe")
                self.client().put_object(Bucket="probe", Key="probe", Body=b"probe")
                self.client().get_object(Bucket="probe", Key="probe")["Body"].read()
                return
            except (BotoCoreError, ClientError):
                if time.monotonic() > end or self._process.poll() is not None:
                    self.stop()
                    raise AssertionError((self._folder / "log").read_text()[-2000:]) from None
                time.sleep(0.2)

    def stop(self) -> None:
        """Nobody answers any more."""
        self._process.kill()
        self._process.wait()

    def client(self):
        """Of boto, beside ours."""
        return boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
            config=PATIENCE,
        )

    def url(self, bucket: str) -> str:
        """As SKINLESION_STORAGE_URL wants it."""
        return f"s3+http://{KEY}:{SECRET.replace('/', '%2F').replace('+', '%2B')}@127.0.0.1:{self.port}/{bucket}"


@pytest.fixture(scope="session")
def bucket_server(tmp_path_factory):
    """The server, started once."""
    server = BucketServer(tmp_path_factory.mktemp("bucket-server"))
    yield server
    server.stop()


@pytest.fixture
def bucket(bucket_server, settings, monkeypatch, request):
    """The site's storages in a bucket of this test's own; its name."""
    name = f"b{zlib.crc32(request.node.nodeid.encode())}"
    bucket_server.client().create_bucket(Bucket=name)
    keep_pictures_at(bucket_server.url(name), settings, monkeypatch)
    yield name
    # nobody closes the connections, and there is no next request
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def keep_pictures_at(url: str, settings, monkeypatch) -> None:
    """As if the site had been started with this SKINLESION_STORAGE_URL."""
    settings.STORAGES = {**settings.STORAGES, **bucket_storages(url)}
    for model in (LesionImage, Prediction, Segmentation):
        for field in model._meta.fields:
            if hasattr(field, "_storage_callable"):
                monkeypatch.setattr(field, "storage", field._storage_callable())
