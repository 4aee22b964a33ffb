"""Every address of the site, with every verb, asked by those who have no business there."""

import hashlib

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from accounts.models import AuditChain
from tests.trust.access.routes import INSTALLATION, OF_THE_ADMIN, OF_TWO_CLINICS, UNSAFE, VERBS, routes
from tests.trust.access.world import ABSENT, World, ask, seen, send, short, succeeded, undone

pytestmark = pytest.mark.django_db
READ, FORM = ("GET", "HEAD"), ("GET", "HEAD", "POST")
# what answers 2xx to somebody who is not signed in; a new public address must be written down here, with its verbs
PUBLIC = {
    "livez": READ,
    "readyz": READ,  # 503 where a part is missing, as in tests
    "accounts/sign-in/": FORM,
    "accounts/session/": FORM,  # says that nobody is signed in
    "accounts/sign-up/": FORM,
    "accounts/sign-up/done/": READ,
    "accounts/password/reset/": FORM,
    "accounts/password/reset/sent/": READ,
    "accounts/password/reset/<uidb64>/<token>/": FORM,  # a wrong link: says so
    "accounts/password/reset/done/": READ,
    "api/schema/": READ,
    "api/docs/": READ,
}
STRANGERS = ("anonymous", "deactivated", "waiting")
ALL_OR_SHORT = short([("GET", "POST")], [VERBS])
OUTSIDERS = ("clinician elsewhere", "admin elsewhere")
BY_PATTERN = {route.pattern: route for route in routes()}
NAMED = [route for route in routes() if route.kind]


def test_every_address_is_filled_in(world):
    """A parameter that nobody has described fails here, and the named list holds nothing that is gone."""
    addresses = [route.address(world.ids["own"]) for route in routes()]
    assert len(set(addresses)) > 200
    assert not [address for address in addresses if "<" in address or "(" in address]
    assert set(PUBLIC) - set(BY_PATTERN) == set()


@pytest.mark.parametrize("verbs", ALL_OR_SHORT, ids=["short", "all"])
@pytest.mark.parametrize("who", short(STRANGERS[:1], STRANGERS[1:]))
def test_strangers_get_nothing_that_is_not_public(who, verbs, world, count):
    got = {}
    for route in routes():
        for verb in verbs:
            answer = ask(world.browsers[who], verb, route.address(world.ids["own"]))
            fine = succeeded(answer) or (route.pattern == "readyz" and answer.status_code == 503)
            if fine != (verb in PUBLIC.get(route.pattern, ())) or (answer.status_code >= 500 and not fine):
                got[verb, route.pattern] = answer.status_code
    assert got == {}
    count("requests of strangers", len(routes()) * len(verbs))


@pytest.mark.parametrize("verbs", ALL_OR_SHORT, ids=["short", "all"])
@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_get_nothing_of_a_clinic_and_change_nothing(who, verbs, world, count):
    own, absent = world.ids["own"], world.ids["absent"]
    before = digest(world)
    got, told_apart, asked = {}, [], 0
    with undone():
        for route in NAMED:
            if route.kind in INSTALLATION or route.pattern in PUBLIC or route.pattern.startswith(OF_TWO_CLINICS):
                continue
            # in short: clinicians at the doors of clinicians, administrators at their own
            if verbs != VERBS and who.startswith("admin") != route.pattern.startswith("admin/"):
                continue
            for verb in verbs:
                answer = send(world.browsers[who], verb, route.address(own))
                asked += 1
                if succeeded(answer):
                    got[verb, route.pattern] = answer.status_code
                if verb in FORM or "api/" in route.pattern and verb in UNSAFE:
                    other = send(world.browsers[who], verb, route.address(absent))
                    if seen(answer, own[route.kind]) != seen(other, ABSENT):
                        told_apart.append((verb, route.pattern, answer.status_code, other.status_code))
                    asked += 1
        after = digest(world)
    assert got == {}
    assert told_apart == []
    assert after == before
    count("requests of outsiders for a row and for an absent one", asked)


def test_no_action_of_the_admin_reaches_another_clinic(world, rf, count):
    """Its boxes are ticked by number, and a number can be typed."""
    own, before, asked = world.ids["own"], digest(world), 0
    with undone():
        for model, desk in admin.site._registry.items():
            kind = OF_THE_ADMIN.get(model._meta.model_name, model._meta.model_name)
            if kind in INSTALLATION:
                continue
            request = rf.get("/")
            request.user = world.people["admin elsewhere"]
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            for action in desk.get_actions(request):
                ticked = {"action": action, "_selected_action": [own[kind], own["twin"]], "keep": own[kind], "post": 1}
                answer = world.browsers["admin elsewhere"].post(address, ticked)
                assert answer.status_code in (200, 302), (address, action)
                asked += 1
        after = digest(world)
    assert after == before
    assert asked > 8
    count("actions of the admin on rows of another clinic that changed nothing", asked)


def digest(world: World) -> dict[str, str]:
    """Of all rows there were in the beginning, by table; sessions and sign-in times are the asker's own."""
    kept = {}
    for model in apps.get_models():
        if model._meta.app_label not in ("accounts", "analysis", "cases"):
            continue
        if model is AuditChain:
            continue  # grows with every read, also of what is one's own
        names = [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
        limit = world.highest.setdefault(model, max(model._base_manager.values_list("pk", flat=True), default=0))
        rows = model._base_manager.filter(pk__lte=limit).order_by("pk").values_list(*names)
        kept[model._meta.label] = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
    return kept
