"""The project's own source files, as the architecture tests read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("skinlesion", "accounts", "cases", "analysis", "ml")


def files(*folders: str, suffix: str = ".py") -> list[Path]:
    """Files below the folders (all of the project when none is named), without migrations and untracked rubbish."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [ROOT / f for f in listed if f.endswith(suffix) and "/migrations/" not in f and (ROOT / f).exists()]


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    """The path as people write it."""
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[ast.FunctionDef]:
    """The functions at the top of a module."""
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]


def lines_of(node: ast.AST) -> int:
    """How many lines a definition takes, decorators not counted."""
    return node.end_lineno - node.lineno + 1
