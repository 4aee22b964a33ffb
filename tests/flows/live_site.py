"""The real thing in a folder of its own: database, broker, web server, workers and reconciler as processes.

Ways to run it, as an operator would: "embedded" (SQLite, queue in a folder), "servers" (PostgreSQL, Redis), and
rabbit_site.py (PostgreSQL, RabbitMQ).
"""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image
from redis import Redis, RedisError

from ml.draw import draw_lesion
from tests.conftest import skip_or_fail
from tests.flows.empty_database import empty_database
from tests.flows.processes import ROOT, Process, free_port, wait_until
from tests.flows.site_tables import SiteTables

SERVER = "postgres://postgres@127.0.0.1:5432"
EMAIL, PASSWORD = "ana@clinic-a.example", "a-long-test-passphrase"
QUICK = {
    "SKINLESION_LEASE_SECONDS": "6",
    "SKINLESION_HEARTBEAT_SECONDS": "2",
    "SKINLESION_RECONCILE_SECONDS": "1",
}


class LiveSite:
    """A running site. Workers are started by the test; everything else is up when the test gets it."""

    def __init__(self, folder: Path, *, database_url: str = "", redis_port: int | None = None):
        self.folder = folder
        self.redis_port = redis_port
        self.url = f"http://127.0.0.1:{free_port()}"
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("SKINLESION_", "DJANGO_"))}
        self.environment = ours | {
            "SKINLESION_VAR_DIR": str(folder),
            "SKINLESION_WEIGHTS_DIR": str(settings.WEIGHTS_DIR),
            "DATABASE_URL": database_url,
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{redis_port}/0" if redis_port else "filesystem://",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            **QUICK,
        }
        self.tables = SiteTables(database_url or folder / "skinlesion.sqlite3")
        self.processes: list[Process] = []
        self.workers: list[Process] = []
        self.token, self.case_id, self.drawn = "", 0, 0

    def start(self, *command: object, name: str, **changes: str) -> Process:
        """A program in the site's environment, with `changes` to it."""
        environment = self.environment | changes
        process = Process(*command, environment=environment, log=self.folder / f"{name}.log")
        self.processes.append(process)
        return process

    def run(self, *command: object) -> str:
        """A command that ends; what it printed."""
        done = subprocess.run(
            [str(part) for part in command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout

    def on_site(self, what: str, *arguments: object) -> str:
        """A function of tests.flows.on_site in the site's environment."""
        return self.run(sys.executable, "-m", "tests.flows.on_site", what, *arguments)

    def start_redis(self) -> Process:
        """An own Redis, empty, on the site's port."""
        options = ("--port", self.redis_port, "--save", "", "--appendonly", "no", "--dir", self.folder)
        redis = self.start("redis-server", *options, name="redis")
        wait_until(self._redis_answers, seconds=20, what="Redis answers")
        return redis

    def start_broker(self) -> Process:
        """The process that the queue's life hangs on; empty."""
        return self.start_redis()

    def mend_broker(self) -> None:
        """However a test left it: running, and answering."""
        if self.broker.popen.poll() is None:
            self.broker.signal(signal.SIGCONT)
        else:
            self.broker = self.start_broker()

    def waiting_workers(self) -> int:
        """How many workers are connected to Redis and wait for a message."""
        with Redis(port=self.redis_port) as redis:
            return sum("brpop" in client["cmd"] for client in redis.client_list())

    def messages(self) -> int:
        """How many messages wait for a worker."""
        return int(self.on_site("count_messages"))

    def start_web(self) -> Process:
        """gunicorn, answering."""
        bind = self.url.removeprefix("http://")
        web = self.start(
            sys.executable, "-m", "gunicorn", "skinlesion.wsgi", "--bind", bind, "--threads", "2", name="web"
        )
        wait_until(lambda: self._answers("/livez"), seconds=30, what=f"the web server answers, see {web.log}")
        return web

    def start_worker(self, app: str = "skinlesion", queue: str = "interactive", **changes: str) -> Process:
        """A Celery worker with one child."""
        celery = (sys.executable, "-m", "celery", "-A", app, "worker", "-Q", queue, "--concurrency", "1")
        options = ("-n", f"{queue}-{uuid.uuid4().hex[:6]}@%h", "--without-gossip", "--without-mingle")
        self.workers.append(self.start(*celery, *options, name="worker", **changes))
        return self.workers[-1]

    def start_stand_in(self, networks: str, queue: str = "interactive", **changes: str) -> Process:
        """A real worker with the networks of that name in tests.flows.stand_in_worker, and its own settings."""
        return self.start_worker("tests.flows.stand_in_worker", queue, STAND_IN=networks, **changes)

    def stop_workers(self) -> None:
        """However a test left them: none is running."""
        for worker in self.workers:
            worker.kill_group()
        self.workers.clear()

    def start_reconciler(self) -> Process:
        """The process that loses nothing."""
        return self.start(sys.executable, "manage.py", "reconcile", "--forever", name="reconciler")

    def make_tables(self) -> None:
        """Before anything else of the site starts."""
        if self.environment["DATABASE_URL"]:
            self.run(sys.executable, "manage.py", "migrate", "--verbosity", "0")
        else:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / "skinlesion.sqlite3").write_bytes(empty_database())

    def set_up(self) -> None:
        """Tables, trained networks, an account, and a case of a patient to put pictures into."""
        self.make_tables()
        self.run(sys.executable, "manage.py", "register_models")
        self.on_site("make_account", EMAIL, PASSWORD)
        self.start_web()
        self.reconciler = self.start_reconciler()
        self.sign_in()
        patient = self.post("/api/patients/", record_number="A-1", name="Maria Lindqvist")
        lesion = self.post("/api/lesions/", patient=patient["id"], body_site="upper_back")
        self.case_id = self.post("/api/cases/", lesion=lesion["id"], reason="Has grown since spring")["id"]

    def sign_in(self) -> None:
        """A fresh access token; one lasts five minutes."""
        self.token = ""
        self.token = self.post("/api/token/", email=EMAIL, password=PASSWORD)["access"]

    def get(self, path: str) -> dict:
        """The API's answer to a GET."""
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, **fields: object) -> dict:
        """The API's answer to a POST of JSON."""
        body = json.dumps(fields).encode()
        return self._ask(urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"}))

    def upload_picture(self) -> dict:
        """Draw a lesion that was never drawn before and upload it; the picture and its analysis."""
        self.drawn += 1
        file = self.folder / f"{self.drawn}.jpg"
        Image.fromarray(draw_lesion(self.drawn)[0]).save(file, "JPEG", quality=92)
        return self.upload_file(file)

    def upload_file(self, path: Path) -> dict:
        """Post a file to the case as a client would; the picture and its analysis."""
        file = io.BytesIO(path.read_bytes())
        file.name = path.name
        body = encode_multipart(BOUNDARY, {"file": file})
        address = f"{self.url}/api/cases/{self.case_id}/images/"
        return self._ask(urllib.request.Request(address, body, {"Content-Type": MULTIPART_CONTENT}))

    def queue_pictures(self, count: int) -> list[int]:
        """Upload so many pictures; the ids of their analyses."""
        self.sign_in()
        before = set(self.tables.analyses())
        for _ in range(count):
            self.upload_picture()
        return sorted(set(self.tables.analyses()) - before)

    def log(self, name: str) -> str:
        """What a process wrote so far."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    @contextmanager
    def up(self) -> Iterator[None]:
        """With its broker and everything behind it running; afterwards nothing is."""
        try:
            self.broker = self.start_broker()
            self.set_up()
            yield
        finally:
            self.clean_up()

    def clean_up(self) -> None:
        """Nothing outlives the site."""
        self.tables.close()
        for process in reversed(self.processes):
            process.kill_group()

    def _ask(self, request: urllib.request.Request) -> dict:
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{request.full_url}: {error.code} {error.read()[:2000]!r}") from None

    def _redis_answers(self) -> bool:
        try:
            with Redis(port=self.redis_port) as redis:
                return redis.ping()
        except RedisError:
            return False

    def _answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


@contextmanager
def embedded_site(folder: Path) -> Iterator[LiveSite]:
    """SQLite, and a queue that is a folder: what `make run` starts."""
    site = LiveSite(folder)
    try:
        site.set_up()
        yield site
    finally:
        site.clean_up()


@contextmanager
def own_database() -> Iterator[str]:
    """The address of a new database on the machine's PostgreSQL, dropped afterwards."""
    try:
        postgres = psycopg.connect(f"{SERVER}/postgres", connect_timeout=2, autocommit=True)
    except psycopg.OperationalError:
        skip_or_fail("No PostgreSQL at 127.0.0.1:5432")
    name = f"skinlesion_live_{uuid.uuid4().hex[:8]}"
    with postgres:
        postgres.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{SERVER}/{name}"
        finally:
            postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def servers_site(folder: Path) -> Iterator[LiveSite]:
    """PostgreSQL (a database of its own) and Redis (a server of its own, `site.broker`)."""
    if shutil.which("redis-server") is None:
        skip_or_fail("There is no redis-server on this machine")
    with own_database() as database_url:
        site = LiveSite(folder, database_url=database_url, redis_port=free_port())
        with site.up():
            yield site
