"""The record never looks at a version that is being tried: every read of an analysis starts at `Analysis.shown`."""

import ast

import pytest

from tests.architecture.source import ROOT, files, name, tree

# these compare versions, for administrators only, and say so on the page; an erasure takes every run, shown or not
ALLOWED = {"cases/selectors/what_changed", "cases/selectors/whole_record.py"}
MANAGERS = ("objects", "_default_manager", "_base_manager")
ADVICE = (
    'Use Analysis.shown, image.analyses(manager="shown"), or a Prefetch of one of them: Analysis.objects and the plain '
    "image.analyses hold results that no clinician may see"
)


def offences(source: ast.AST) -> list[int]:
    """Lines that read analyses past `shown`."""
    lines = []
    prefetched = {id(call.args[0]) for call in ast.walk(source) if _is_prefetch(call)}
    asked_for_shown = {id(call.func) for call in ast.walk(source) if _asks_for_shown(call)}
    for node in ast.walk(source):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and _named(node.value, "Analysis"):
            lines.append(node.lineno)
        if isinstance(node, ast.Attribute) and node.attr in ("analyses", "analysis_set"):
            # `self.analyses` of an admin or a serializer is a column of that name; a record's model may not say it
            lines += [] if id(node) in asked_for_shown else [node.lineno]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prefetched:
            lines += [node.lineno] if _looks_up(node.value) else []
        if isinstance(node, ast.keyword) and node.arg and _looks_up(node.arg):
            lines.append(node.value.lineno)
        if isinstance(node, ast.Call) and _named(node.func, "prefetch_related"):
            lines += [word.lineno for word in node.args if getattr(word, "value", None) == "analyses"]
    return lines


def _named(node: ast.AST, wanted: str) -> bool:
    return wanted in (getattr(node, "id", None), getattr(node, "attr", None))


def _is_prefetch(node: ast.AST) -> bool:
    """With a queryset of its own: the test of `Analysis.objects` looks at that one."""
    if not (isinstance(node, ast.Call) and _named(node.func, "Prefetch") and node.args):
        return False
    return any(keyword.arg == "queryset" for keyword in node.keywords) or len(node.args) > 1


def _asks_for_shown(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(
        keyword.arg == "manager" and getattr(keyword.value, "value", None) == "shown" for keyword in node.keywords
    )


def _looks_up(text: str) -> bool:
    """A lookup through the relation, in which no manager has a say; plain "analyses" is a column's or a list's name."""
    parts = text.lstrip("-").split("__")
    return len(parts) > 1 and "analyses" in parts and text.replace("_", "").isalnum()


def test_no_read_of_the_record_goes_past_shown():
    found = [
        f"{name(file)}:{line}"
        for file in files("cases", "accounts")
        if not any(name(file).startswith(allowed) for allowed in ALLOWED)
        for line in offences(tree(file))
    ]
    assert not found, f"{ADVICE}: {found}"


def test_templates_do_not_either():
    """A template's `image.analyses.all` is the plain manager."""
    found = [name(f) for f in files("templates/cases", suffix=".html") if ".analyses" in f.read_text()]
    assert not found, f"{ADVICE}: {found}"


@pytest.mark.parametrize(
    "source",
    [
        "Analysis.objects.filter(pk=1)",
        "models.Analysis.objects.get(pk=1)",
        "Analysis._default_manager.all()",
        "image.analyses.first()",
        "image.analyses(manager='objects')",
        "images.filter(analyses__state='done')",
        "cases.filter(images__analyses__isnull=True)",
        "images.prefetch_related('analyses')",
        "images.prefetch_related('images__analyses')",
        "Prefetch('images__analyses')",
        "Prefetch('analyses', queryset=Analysis.objects.all())",
    ],
)
def test_the_rule_sees(source):
    assert offences(ast.parse(source)) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "Analysis.shown.filter(pk=1)",
        "image.analyses(manager='shown').first()",
        "Prefetch('analyses', queryset=Analysis.shown.all())",
        "Review.objects.filter(analysis__classifier=1)",
        "reverse('api-analyses')",
    ],
)
def test_the_rule_lets_pass(source):
    assert offences(ast.parse(source)) == []


def test_the_exceptions_are_there():
    """An exception that nobody needs any more is a door left open."""
    gone = [allowed for allowed in ALLOWED if not (ROOT / allowed).exists()]
    assert not gone, f"Take it out of the table: {gone}"
