"""What docs/deploy.md and deploy/ name is what the program has."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from skinlesion.settings import env
from tests.conftest import skip_or_fail

ROOT = env.BASE_DIR
PAGE = ROOT / "docs" / "deploy.md"
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
FILES = [PAGE, ROOT / "docker-compose.yml", ROOT / "Dockerfile", ROOT / "docs" / "reliability" / "metrics.md"] + [
    path for path in sorted((ROOT / "deploy").rglob("*")) if path.is_file() and path.suffix not in (".pem", ".key")
]
PROCFILE = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())


def test_there_is_something_to_compare():
    """Else the tests below prove nothing."""
    assert len(FILES) > 12
    assert len(UNITS) == 7


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_variable_exists(path):
    """A misspelt one would be ignored by the program, without a word."""
    known = {variable.name for variable in env.TABLE}
    named = set(re.findall(r"\b(?:SKINLESION_[A-Z_]+|DATABASE_URL|CELERY_[A-Z_]+)\b", path.read_text()))
    assert named - known == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_command_exists(path):
    """Of manage.py, and our own files."""
    text = path.read_text()
    assert set(re.findall(r"manage\.py,? ([a-z_]+)", text)) - set(get_commands()) == set()
    assert [named for named in re.findall(r"\bdeploy/[\w./@-]*\w", text) if not (ROOT / named).exists()] in (
        [],
        ["deploy/tls"],
    )


def test_links_of_the_page_lead_somewhere():
    """Into the repository; scale.md comes with its own measurements."""
    links = re.findall(r"\]\(([\w./-]+)(?:#[\w-]+)?\)", PAGE.read_text())
    missing = [link for link in links if not (PAGE.parent / link).exists()]
    assert [link for link in missing if link != "reliability/scale.md"] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_understands_the_unit(unit, tmp_path):
    """Apart from the program, which is not installed here."""
    if shutil.which("systemd-analyze") is None:
        skip_or_fail("There is no systemd-analyze on this machine")
    for other in UNITS:
        shutil.copy(other, tmp_path / other.name.replace("@.", "@1."))
    done = subprocess.run(
        ["systemd-analyze", "verify", f"./{unit.name.replace('@.', '@1.')}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if "is not executable" not in line and unit.stem in line]
    assert said == []


def exec_start(unit: str) -> str:
    """The program of a unit, as the Procfile would write it."""
    text = (ROOT / "deploy" / "systemd" / unit).read_text()
    return (
        re.search(r"^ExecStart=/opt/skinlesion/\.venv/bin/(.*)$", text, re.M)[1]
        .replace("%%h", "%h")
        .replace("-%i@", "@")
    )


@pytest.mark.parametrize(
    ("unit", "process"),
    [
        ("skinlesion-web.service", "web"),
        ("skinlesion-interactive@.service", "worker"),
        ("skinlesion-batch@.service", "batch"),
        ("skinlesion-reconciler.service", "reconciler"),
    ],
)
def test_a_unit_starts_what_the_procfile_starts(unit, process):
    """With the same options: they are what the tests run with."""
    assert exec_start(unit) == PROCFILE[process].replace("${PORT}", "8000")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if "ExecStart=/opt/skinlesion/.venv" in unit.read_text()])
def test_a_unit_may_little_and_stops_in_time(unit):
    """Of the things that are easily lost when a unit is edited."""
    lines = unit.read_text().splitlines()
    for line in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "User=skinlesion",
        "KillMode=mixed",
        "CapabilityBoundingSet=",
    ):
        assert line in lines
    assert any(line.startswith("MemoryMax=") for line in lines)
    stop = next(int(line.split("=")[1]) for line in lines if line.startswith("TimeoutStopSec="))
    graceful = re.search(r"--graceful-timeout (\d+)", unit.read_text())
    assert stop > (int(graceful[1]) if graceful else 5)


def test_compose_starts_the_same():
    """Parsed, not started."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    services = compose["services"]
    for service, process in (("interactive", "worker"), ("batch", "batch")):
        assert services[service]["command"] == PROCFILE[process]
    assert " ".join(services["reconciler"]["command"]) == PROCFILE["reconciler"]
    image = (ROOT / "Dockerfile").read_text()
    started = " ".join(json.loads(re.search(r"^CMD (\[.*\])$", image, re.M)[1]))
    assert (
        started.replace("0.0.0.0:8000", "127.0.0.1:${PORT}").replace("--worker-tmp-dir /dev/shm ", "")
        == PROCFILE["web"]
    )
    ours = [service for service in services.values() if service.get("image") == "skinlesion"]
    assert len(ours) == 5
    assert all(service["read_only"] and service["cap_drop"] == ["ALL"] for service in ours)
    assert re.search(r"^USER skinlesion$", image, re.M)
    for service in services.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or source == "./deploy/tls" or (ROOT / source).exists()
        assert set(service.get("depends_on", [])) <= set(services)


@pytest.mark.parametrize(
    ("waiting", "running", "started", "stopped"),
    [(0, 0, [1], [2, 3]), (500, 0, [1], [2, 3]), (500, 1, [1, 2], [3]), (10**6, 0, [1, 2, 3], [])],
)
def test_the_autoscaler_starts_as_many_as_the_queue_asks_for(waiting, running, started, stopped, tmp_path):
    """With a systemctl that only writes down what it was told."""
    said = scale(tmp_path, json.dumps({"batch": {"waiting": waiting, "running": running}}))
    assert said == [f"start --no-block skinlesion-batch@{n}.service" for n in started] + [
        f"stop --no-block skinlesion-batch@{n}.service" for n in stopped
    ]


def test_the_autoscaler_touches_nothing_when_it_cannot_look(tmp_path):
    """A database that is away is no empty queue."""
    assert scale(tmp_path, "not json", fails=True) == []


def scale(folder: Path, queues: str, *, fails: bool = False) -> list[str]:
    """Run the script among stand-ins for systemd; what systemctl was told."""
    told = folder / "told"
    told.touch()
    for name, line in (("systemctl", f'echo "$@" >> {told}'), ("runuser", f"echo '{queues}'")):
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    done = subprocess.run(
        [ROOT / "deploy" / "scale_batch_workers.sh"],
        cwd=ROOT,
        env={"PATH": f"{folder}:/usr/bin:/bin", "BATCH_WORKERS_MOST": "3", "BATCH_PICTURES_PER_WORKER": "500"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == fails, done.stderr
    return told.read_text().splitlines()
