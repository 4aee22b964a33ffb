"""Every operation of the API x six roles x four objects, made from the router and the OpenAPI description."""

from collections import defaultdict
from itertools import product

import pytest

from tests.trust.access.meant import BEFORE, BODIES, FILES, credentials
from tests.trust.access.operations import (
    FIELDS,
    OPERATIONS,
    PARAMETERS,
    PLAIN_NUMBERS,
    WORDS,
    Operation,
    Rule,
    expected,
    operations,
    routed,
)
from tests.trust.access.world import HOME, OBJECTS, ROLES, World, seen, short, undone

pytestmark = pytest.mark.django_db
# what the router has and the description leaves out, each for a reason
UNDESCRIBED = {
    "/api/schema/": "the description itself",
    "/api/docs/": "its page",
    "/api/{rest}": "says that nothing is here",
    "/api/": "the same",
}
QUERIES = [(one.id, name) for one in operations().values() for name in one.query_numbers if name in FIELDS]
SHORT = [("anonymous", "own"), ("deactivated", "own"), ("admin", "own"), ("admin elsewhere", "own")]
SHORT += [("clinician", "own"), ("clinician", "foreign"), ("clinician", "absent")]
WHO = short([("admin elsewhere",)], [tuple(HOME)])
FIELDS_OF_BODIES = [(one.id, name) for one in operations().values() for name in one.body_numbers if name in FIELDS]


def test_every_operation_has_an_expectation_and_no_expectation_is_stale():
    assert set(operations()) - set(OPERATIONS) == set(), "Write it down in tests/trust/access/operations.py."
    assert set(OPERATIONS) - set(operations()) == set(), "Take it out of tests/trust/access/operations.py."
    assert (set(BODIES) | set(BEFORE)) - set(operations()) == set(), "Take it out of tests/trust/access/meant.py."


def test_the_description_knows_every_route_of_the_router():
    """An address that is left out of the description would be left out of this matrix."""
    described = {(one.method, one.path) for one in operations().values()}
    hidden = {(method, path) for method, path in routed() - described if path not in UNDESCRIBED and method != "HEAD"}
    assert hidden == set()
    assert described - routed() == set()


def test_every_number_that_is_sent_is_known_to_be_an_id_or_none():
    """A field that names a row is a way to it, like an address."""
    numbers = {name for one in operations().values() for name in (*one.query_numbers, *one.body_numbers)}
    assert numbers - set(FIELDS) - PLAIN_NUMBERS == set(), "Say in tests/trust/access/operations.py what it names."
    parameters = {name for one in operations().values() for name in one.parameters}
    assert parameters - set(PARAMETERS) - set(WORDS) == set(), "Say in tests/trust/access/operations.py what it names."


@pytest.mark.parametrize("operation", operations().values(), ids=lambda one: one.id)
def test_who_may_in_short(operation: Operation, world, count):
    """Of each operation the cells that differ most; `make test-long` asks for all of them."""
    check(operation, SHORT, world, count, "cells of operation x role x object, in short")


@pytest.mark.long
@pytest.mark.parametrize("operation", operations().values(), ids=lambda one: one.id)
def test_who_may(operation: Operation, world, count):
    check(operation, list(product(ROLES, OBJECTS)), world, count, "cells of operation x role x object, all")


def check(operation: Operation, cells: list[tuple[str, str]], world: World, count, what: str) -> None:
    """Each answer is the promised one, and of what is not theirs people cannot tell one from the other."""
    named = operation.kind() or named_in_body(operation)
    cells = cells if named else [(role, "") for role in ROLES]
    answers = {cell: request(world, operation, *cell) for cell in cells}

    wrong = {
        cell: (answer.status_code, answer.all[:300])
        for cell, answer in answers.items()
        if answer.status_code != expected(operation, *cell)
    }
    assert wrong == {}
    assert OPERATIONS[operation.id][1] in operation.statuses, "The description does not know this success."
    count(what, len(answers))

    if named and OPERATIONS[operation.id][0] is not Rule.INSTALLATION:
        for role in ROLES:
            things = [thing for one, thing in cells if one == role and thing != HOME.get(role)]
            told = [seen(answers[role, thing], world.ids[thing][named]) for thing in things]
            assert all(one == told[0] for one in told), f"{role} can tell {things} apart"
            if len(told) > 1:
                count("answers to foreign, deleted and absent objects, equal to the byte", len(told))


@pytest.mark.parametrize("roles", WHO, ids=["short", "all"])
@pytest.mark.parametrize(("operation_id", "field"), QUERIES, ids=map("-".join, QUERIES))
def test_a_foreign_id_in_a_query_is_like_an_absent_one(operation_id, field, roles, world, count):
    alike(world, operations()[operation_id], field, roles, count, in_query=True)


@pytest.mark.parametrize("roles", WHO, ids=["short", "all"])
@pytest.mark.parametrize(("operation_id", "field"), FIELDS_OF_BODIES, ids=map("-".join, FIELDS_OF_BODIES))
def test_a_foreign_id_in_a_body_is_like_an_absent_one(operation_id, field, roles, world, count):
    alike(world, operations()[operation_id], field, roles, count, in_query=False)


def named_in_body(operation: Operation) -> str | None:
    """The kind of the row that the meant body names."""
    body = BODIES.get(operation.id, lambda ids: {})(defaultdict(int))
    return next((FIELDS[name] for name in operation.body_numbers if name in body and name in FIELDS), None)


def alike(world: World, operation: Operation, field: str, roles, count, *, in_query: bool) -> None:
    """Whoever is signed in names a row that is not theirs: foreign, deleted, absent."""
    kind = FIELDS[field]
    if kind == "model":  # of the whole installation
        return
    for role in roles:
        home, answers = HOME[role], []
        for thing in OBJECTS:
            if thing == home:
                continue
            named = world.ids[thing][kind]
            body = {field: [named] if field == "images" else named}
            body |= {"dry_run": True} if operation.id == "batches_create" else {}
            sent = {"query": body} if in_query else {"body": body}
            answers.append(seen(request(world, operation, role, home, **sent), named))
        assert all(answer == answers[0] for answer in answers), f"{role} can tell them apart"
        assert answers[0][0] != 500
        count("answers to foreign ids in bodies and queries equal to the byte", len(answers))


def request(world: World, operation: Operation, role: str, thing: str, *, query: dict | None = None, body=None):
    """The meant request of the operation, by this role about this object; undone afterwards."""
    home = HOME.get(role, "own")
    client = world.clients[role]
    send = getattr(client, operation.method.lower())
    address = operation.address(world.ids[thing or home])
    with undone():
        if operation.id in BEFORE:
            BEFORE[operation.id](world.rows.get(thing) or world.rows[home])
        if OPERATIONS[operation.id][0] is Rule.OPEN:
            answer = send(address, credentials(world, operation.id, role))
        elif operation.method == "GET":
            answer = send(address, query or {})
        else:
            # a row of the address and one of the body: only the first is the object
            ids = world.ids[home] if operation.kind() or not thing else world.ids[thing]
            said = BODIES.get(operation.id, lambda ids: {})(ids) | (body or {})
            answer = send(address, said, format="multipart" if operation.id in FILES else "json")
        answer.all = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer
