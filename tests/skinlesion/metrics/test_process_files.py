"""gunicorn's workers add up what they counted, and a restart begins anew."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from skinlesion.metrics.process_files import share_counts
from tests.flows.processes import Process, free_port, wait_until


def test_a_new_master_empties_its_folder_and_removes_those_of_the_dead(settings):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    of_host = settings.VAR_DIR / "metrics" / socket.gethostname()
    alive, dead, ours = (of_host / str(pid) for pid in (os.getppid(), ended.pid, os.getpid()))
    for folder in (alive, dead, ours):
        folder.mkdir(parents=True)
        (folder / "counter_1.db").write_bytes(b"")
    assert share_counts(os.getpid()) == ours
    assert list(ours.iterdir()) == []
    assert not dead.exists()
    assert list(alive.iterdir())


@pytest.mark.slow
def test_two_workers_of_one_gunicorn_answer_with_one_sum(tmp_path):
    """However the requests are shared out, every scrape knows all of them; those of a killed worker too."""
    address = f"127.0.0.1:{free_port()}"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SKINLESION_", "DATABASE"))
    }
    environment |= {"SKINLESION_VAR_DIR": str(tmp_path), "SKINLESION_METRICS": "1", "DJANGO_SETTINGS_MODULE": ""}
    environment.pop("DJANGO_SETTINGS_MODULE")
    command = (sys.executable, "-m", "gunicorn", "skinlesion.wsgi", "--bind", address, "--workers", "2")
    web = Process(*command, environment=environment, log=tmp_path / "web.log")

    def ask(path: str) -> str:
        with urllib.request.urlopen(f"http://{address}{path}", timeout=20) as answer:
            return answer.read().decode()

    def up() -> bool:
        try:
            return ask("/livez") == "ok\n"
        except OSError:
            return False

    def counted() -> float:
        name = 'skinlesion_requests_total{method="GET",route="/livez",status="2xx"}'
        return next(float(line.split()[-1]) for line in ask("/metrics").splitlines() if line.startswith(name))

    try:
        wait_until(up, seconds=120, what=f"the web server answers, see {web.log}")
        before = counted()
        for _ in range(30):
            ask("/livez")
        assert {counted() for _ in range(6)} == {before + 30}
        workers = web.children()
        os.kill(workers[0], 9)
        wait_until(lambda: web.children() not in ([], workers, workers[1:]), seconds=60, what="a new worker")
        wait_until(up, seconds=60, what="it answers")
        assert counted() >= before + 31
    finally:
        web.kill_group()
