"""The process that opens strangers' bytes: what it may do, and what happens when a picture breaks it."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cases.picture_process_client import PictureProcess
from cases.services.prepare_upload import prepare_upload
from cases.services.spool_upload import Spooled, UploadRefused
from tests.cases.strange_files import noisy_jpeg

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc and limits memory")
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def process():
    """A process of the test's own."""
    process = PictureProcess()
    yield process
    process.stop()


@pytest.fixture
def picture(tmp_path) -> Path:
    """A small picture on disk."""
    path = tmp_path / "picture"
    path.write_bytes(noisy_jpeg((120, 90)))
    return path


@pytest.fixture
def endless(tmp_path):
    """A picture that never ends: whoever reads it waits."""
    path = tmp_path / "endless"
    os.mkfifo(path)
    handle = os.open(path, os.O_RDWR)
    yield path
    os.close(handle)


def run_limited(code: str, **options) -> subprocess.CompletedProcess:
    """`code` in a process that has taken on the limits."""
    start = "import cases.picture_process as process\nprocess.limit_this_process()\n"
    return subprocess.run([sys.executable, "-c", start + code], cwd=ROOT, capture_output=True, timeout=60, **options)


def forks_of(process: PictureProcess) -> list[int]:
    """The pictures being opened right now."""
    pid = process._process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for_forks(process: PictureProcess, count: int) -> list[int]:
    """The same, once there are that many."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if process._process is not None and len(forks_of(process)) == count:
            return forks_of(process)
        time.sleep(0.02)
    raise AssertionError(f"There never were {count} pictures being opened.")


def test_it_answers_one_picture_after_the_other(process, picture):
    answers = {process.open(picture) for _ in range(3)}
    assert len(answers) == 1
    assert answers.pop().startswith(b'{"width": 120, "height": 90, "extension": "jpg"')


def test_it_knows_neither_django_nor_tensorflow():
    code = "import sys, cases.picture_process; print({'django', 'tensorflow', 'celery'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_it_is_told_no_secret(process, picture, monkeypatch):
    monkeypatch.setenv("SKINLESION_SECRET_KEY", "a-secret-that-stays-with-the-site")
    process.open(picture)
    environment = Path(f"/proc/{process._process.pid}/environ").read_bytes()
    assert b"OPENBLAS_NUM_THREADS=1" in environment
    assert b"SKINLESION" not in environment


def test_a_picture_cannot_take_all_memory():
    assert run_limited("bytearray(200_000_000)").returncode == 0
    greedy = run_limited("bytearray(3_000_000_000)")
    assert greedy.returncode == 1
    assert b"MemoryError" in greedy.stderr


def test_a_picture_cannot_write_files(tmp_path):
    writing = run_limited(f"with open({str(tmp_path / 'written')!r}, 'w') as file:\n    file.write('x')")
    assert writing.returncode == 1
    assert b"File too large" in writing.stderr
    assert not (tmp_path / "written").read_bytes()


def test_a_picture_cannot_take_for_ever():
    hanging = "import signal\nprint(signal.alarm(1), flush=True)\nsignal.pause()"
    stopped = run_limited(hanging)
    assert stopped.returncode == -signal.SIGALRM
    assert 15 <= int(stopped.stdout) <= 20


def test_a_picture_that_kills_its_fork_is_refused_and_the_next_one_opened(process, picture, endless, monkeypatch):
    monkeypatch.setattr("cases.services.prepare_upload.picture_process", process)
    refusals = []

    def send():
        try:
            prepare_upload(upload=Spooled(path=endless, size_bytes=4711, sha256="0" * 64))
        except UploadRefused as refusal:
            refusals.append(refusal)

    sender = threading.Thread(target=send)
    sender.start()
    (fork,) = wait_for_forks(process, 1)
    # another picture is not kept waiting by the one that hangs
    assert prepare_upload(upload=Spooled(path=picture, size_bytes=1, sha256="1" * 64)).width == 120
    os.kill(fork, signal.SIGKILL)
    sender.join(timeout=20)
    assert [(refusal.code, refusal.size_bytes) for refusal in refusals] == [("unreadable", 4711)]
    assert prepare_upload(upload=Spooled(path=picture, size_bytes=1, sha256="1" * 64)).width == 120


def test_only_two_pictures_are_opened_at_once(process, picture, endless):
    senders = [threading.Thread(target=process.open, args=[endless]) for _ in range(2)]
    for sender in senders:
        sender.start()
    hanging = wait_for_forks(process, 2)
    answers = []
    third = threading.Thread(target=lambda: answers.append(process.open(picture)))
    third.start()
    third.join(timeout=1)
    assert third.is_alive()
    assert forks_of(process) == hanging
    os.kill(hanging[0], signal.SIGKILL)
    third.join(timeout=20)
    assert len(answers) == 1
    os.kill(hanging[1], signal.SIGKILL)
    for sender in senders:
        sender.join(timeout=20)


def test_when_the_process_itself_is_killed_the_next_picture_starts_another(process, picture):
    answer = process.open(picture)
    first = process._process.pid
    os.kill(first, signal.SIGKILL)
    process._process.wait(timeout=20)
    assert process.open(picture) == answer
    assert process._process.pid != first


def test_it_ends_with_the_process_that_started_it(picture):
    code = (
        "import sys; from pathlib import Path; from cases.picture_process_client import picture_process as process\n"
        "process.open(Path(sys.argv[1])); print(process._process.pid, flush=True)\n"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(picture)], cwd=ROOT, capture_output=True, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    pid = int(killed.stdout)
    until = time.monotonic() + 20
    while _runs(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_forked_web_process_starts_one_of_its_own(picture):
    code = (
        "import os, sys; from pathlib import Path\n"
        "from cases.picture_process_client import picture_process as process\n"
        "answer = process.open(Path(sys.argv[1])); first = process._process.pid\n"
        "if os.fork() == 0:\n"
        "    same = process.open(Path(sys.argv[1])) == answer\n"
        "    os._exit(0 if same and process._process.pid != first else 1)\n"
        "assert os.wait()[1] == 0\n"
        "assert process.open(Path(sys.argv[1])) == answer and process._process.pid == first\n"
    )
    forked = subprocess.run([sys.executable, "-c", code, str(picture)], cwd=ROOT, capture_output=True, timeout=60)
    assert (forked.returncode, forked.stderr) == (0, b"")


def test_started_early_it_is_the_one_that_opens_the_first_picture(process, picture):
    process.start()
    early = process._process.pid
    process.start()
    assert process.open(picture)
    assert process._process.pid == early


def test_a_stop_meant_for_the_web_process_does_not_reach_it(process, picture):
    process.start()
    assert os.getpgid(process._process.pid) != os.getpgid(0)
