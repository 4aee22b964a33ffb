"""Every command line of ours answers --help."""

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT, files, name

MODULES = [
    name(f).removesuffix(".py").replace("/", ".")
    for f in files("ml", "benchmarks")
    if 'if __name__ == "__main__"' in f.read_text()
]
COMMANDS = [
    f.stem for app in ("accounts", "analysis", "cases", "skinlesion") for f in files(f"{app}/management/commands")
]


@pytest.mark.parametrize("module", MODULES)
def test_module_help(module):
    """Usage on standard output, exit 0; a stray % in a help text would be a traceback."""
    run = subprocess.run(
        [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("usage:")


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "__init__"])
def test_management_command_help(command, capsys):
    """The same for manage.py."""
    from django.core.management import load_command_class

    app = next(
        a
        for a in ("accounts", "analysis", "cases", "skinlesion")
        if (ROOT / a / "management/commands" / f"{command}.py").exists()
    )
    parser = load_command_class(app, command).create_parser("manage.py", command)
    assert command in parser.format_help()
    assert parser.description, "say in one sentence what it does"
