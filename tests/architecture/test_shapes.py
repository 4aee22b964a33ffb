"""Shapes: a service is one verb, a view reads like directions, a task is an envelope."""

import ast

from tests.architecture.source import APPS, ROOT, files, functions, lines_of, name, tree


def test_a_service_file_holds_one_public_function_of_its_name():
    """`receive_image.py` has `receive_image(*, ...)`."""
    wrong = []
    for file in files("cases/services", "accounts/services"):
        public = [f for f in functions(file) if not f.name.startswith("_")]
        if file.stem != "__init__" and [f.name for f in public] != [file.stem]:
            wrong.append(f"{name(file)}: {[f.name for f in public]}")
    assert not wrong, f"One verb a file: {wrong}"


def test_a_service_takes_keywords_only():
    """At the call each value says what it is."""
    wrong = [
        f"{name(file)}:{f.name}"
        for file in files("cases/services", "accounts/services")
        for f in functions(file)
        if not f.name.startswith("_") and (f.args.args or f.args.posonlyargs)
    ]
    assert not wrong, f"Put a * first: {wrong}"


def test_views_are_short():
    """Find, form, service, render: up to 30 lines."""
    long = {
        f"{name(file)}:{node.name}": lines_of(node)
        for file in files("cases/views", "accounts/views", "cases/api", "accounts/api")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef) and lines_of(node) > 30
    }
    assert not long, f"Move the work into a service or a presenter: {long}"


def test_tasks_are_envelopes():
    """Ids in, one call: up to five lines after the docstring."""
    for task in [*functions(ROOT / "analysis/tasks.py"), *functions(ROOT / "cases/tasks.py")]:
        body = task.body[1:] if ast.get_docstring(task) else task.body
        assert body[-1].end_lineno - body[0].lineno < 5, f"{task.name}: put the work into analysis.run"


def test_records_are_asked_for_with_the_person_in_hand():
    """Views and API never start at `Model.objects`: the selectors know who asks."""
    records = {"Patient", "Lesion", "Case", "LesionImage", "Review", "Pathology", "Analysis"}
    found = []
    for file in files("cases/views", "cases/api", "cases/forms", "cases/forms.py"):
        for node in ast.walk(tree(file)):
            managed = isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
            if managed and isinstance(node.value, ast.Name) and node.value.id in records:
                found.append(f"{name(file)}:{node.lineno}")
    assert not found, f"Use the *_visible_to(user) selectors: {found}"


def test_everything_public_says_what_it_gives():
    """Modules, classes and functions that others may call carry a docstring."""
    silent = []
    for file in files(*APPS):
        if not ast.get_docstring(tree(file)) and file.read_text().strip():
            silent.append(name(file))
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                nested = node.name in ("Meta", "Config") or isinstance(node, ast.ClassDef) and len(node.body) == 0
                if not nested and not ast.get_docstring(node) and node in tree(file).body:
                    silent.append(f"{name(file)}:{node.lineno} {node.name}")
    assert not silent, "Say in a sentence what it gives:\n" + "\n".join(silent)
