"""Every file that the site gives away stands behind the check of its record, and its link dies with the right."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services.issue_tokens import issue_tokens
from tests.factories import UserFactory
from tests.trust.access.meant import BEFORE
from tests.trust.access.routes import Route, routes
from tests.trust.access.world import ABSENT, CANARIES, World, ask, seen, short, undone

pytestmark = pytest.mark.django_db
INLINE, KEEP = "inline", "attachment"
# every address that answers with a file: how, and whether for administrators only. A new one must be written down here
FILES: dict[str, tuple[str, bool]] = {
    "images/<int:image_id>/file/<str:kind>/": (INLINE, False),
    "analyses/<int:analysis_id>/file/<str:kind>/": (INLINE, False),
    "outlines/<int:outline_id>/mask/": (INLINE, False),
    "cases/<int:case_id>/report.pdf": (INLINE, False),
    "cases/<int:case_id>/fhir.json": (KEEP, False),
    "patients/<int:patient_id>/export.zip": (KEEP, False),
    "imports/<int:run_id>/errors.csv": (KEEP, False),
    "worklist/export/": (KEEP, False),
    "dataset/": (KEEP, True),
    "api/images/<int:image_id>/files/<str:kind>/": (INLINE, False),
    "api/analyses/<int:analysis_id>/files/<str:kind>/": (INLINE, False),
    "api/outlines/<int:outline_id>/mask/": (INLINE, False),
    "api/cases/<int:case_id>/report/": (INLINE, False),
    "api/cases/<int:case_id>/fhir/": (INLINE, False),
    "api/patients/<int:patient_id>/export/": (KEEP, False),
    "api/patients/csv/": (KEEP, True),
    "api/worklist/export/": (KEEP, False),
    "api/dataset/": (KEEP, True),
    "api/audit/export/": (KEEP, True),
    "admin/audit/export.<str:form>": (KEEP, True),
    "admin/cases/patient/export/": (KEEP, True),
    "admin/analysis/batchrun/<int:batch_id>/what-changed/changes.csv": (KEEP, True),
    "admin/analysis/batchrun/<int:batch_id>/what-changed/recall.csv": (KEEP, True),
}
POSTED = {"dataset/", "api/dataset/"}
KINDS = {"images/": ("rendition", "thumbnail", "original"), "analyses/": ("mask", "overlay", "explanation")}
# the ways to ask for a file: a part of it, or only if it has changed
WAYS: dict[str, dict[str, str]] = {
    "whole": {},
    "first byte": {"Range": "bytes=0-0"},
    "last byte": {"Range": "bytes=-1"},
    "two parts": {"Range": "bytes=0-0,2-3"},
    "behind the end": {"Range": "bytes=99999999-"},
    "if modified": {"If-Modified-Since": "Sun, 01 Jan 2040 00:00:00 GMT"},
    "if not modified": {"If-Unmodified-Since": "Sun, 01 Jan 2040 00:00:00 GMT"},
    "if none matches": {"If-None-Match": "*"},
    "if one matches": {"If-Match": "*"},
    "part if unchanged": {"If-Range": '"x"', "Range": "bytes=0-0"},
}
WAYS_IN_SHORT = ("first byte", "if none matches")
ALL_OR_SHORT = short([WAYS_IN_SHORT], [tuple(WAYS)])
NOBODY = ("anonymous", "clinician elsewhere", "deactivated", "waiting", "admin elsewhere")
STRICTER = {"max-age=0", "no-cache", "must-revalidate"}  # the admin's
NEUTRAL = re.compile(r'^(inline|attachment); filename="[a-z]+[a-z0-9.-]*\.(jpg|png|pdf|zip|csv|json)"$')
BY_PATTERN = {route.pattern: route for route in routes()}


def addresses(route: Route, ids: dict[str, int]) -> list[str]:
    """One for each kind of file."""
    first = route.address(ids)
    for part, kinds in KINDS.items():
        if "<str:kind>" in route.pattern and part in route.pattern:
            return [re.sub(rf"{kinds[0]}/$", f"{kind}/", first) for kind in kinds]
    return [first]


def every_file(ids: dict[str, int]) -> list[tuple[str, str]]:
    """Pattern and address of each."""
    return [(pattern, address) for pattern in FILES for address in addresses(BY_PATTERN[pattern], ids)]


def test_every_kind_of_file_is_asked_for(world):
    """Else an address with a kind in it would stand for one kind only."""
    asked = [address for _, address in every_file(world.ids["own"])]
    assert len(asked) == len(set(asked)) == len(FILES) + 4 * 2
    assert len([address for address in asked if address.endswith("/original/")]) == 2


def verbs(pattern: str) -> tuple[str, ...]:
    """How it is asked for."""
    if pattern in POSTED:
        return ("POST",)
    return ("GET",) if pattern == "worklist/export/" else ("GET", "HEAD")


def kept_by_nobody(answer: HttpResponse) -> bool:
    """`private, no-store`, and nothing that allows more."""
    rules = {rule.strip() for rule in answer.headers.get("Cache-Control", "").split(",")}
    return {"private", "no-store"} <= rules <= {"private", "no-store", *STRICTER}


@pytest.fixture
def _consented(world):
    """Else there is no data set."""
    with undone():
        for rows in world.rows.values():
            BEFORE["dataset_create"](rows)
        yield


@pytest.mark.usefixtures("_consented")
@pytest.mark.parametrize("ways", ALL_OR_SHORT, ids=["short", "all"])
@pytest.mark.parametrize("who", short(NOBODY[:2], NOBODY[2:]))
def test_nobody_else_gets_a_file_in_any_way(who, ways, world, count):
    """Neither the file nor a part of it, nor that it has not changed, nor how long it is."""
    got, told_apart, asked = [], [], 0
    for pattern, address in every_file(world.ids["own"]):
        kind = BY_PATTERN[pattern].kind
        # what names no row is of the asker's own clinic
        for way in ways if kind or "elsewhere" not in who else ():
            for verb in verbs(pattern):
                answer = ask(world.browsers[who], verb, address, headers=WAYS[way])
                asked += 1
                if answer.status_code not in (302, 401, 403, 404):
                    got.append((verb, way, address, answer.status_code))
                if kind and way in WAYS_IN_SHORT:
                    other = address.replace(str(world.ids["own"][kind]), str(ABSENT))
                    absent = ask(world.browsers[who], verb, other, headers=WAYS[way])
                    if seen(answer, world.ids["own"][kind]) != seen(absent, ABSENT):
                        told_apart.append((verb, way, address))
    assert got == []
    assert told_apart == []
    count("requests for files by those who may not have them", asked)


@pytest.mark.usefixtures("_consented")
@pytest.mark.parametrize("ways", ALL_OR_SHORT, ids=["short", "all"])
def test_who_may_gets_it_and_nobody_keeps_it(ways, world, count):
    """`private, no-store`, nothing to compare with later, a type that is not guessed, a name that tells nothing."""
    wrong, asked = [], 0
    for pattern, address in every_file(world.ids["own"]):
        disposition = KEEP if address.endswith("/original/") else FILES[pattern][0]
        for way in ways:
            headers = WAYS[way]
            for verb in verbs(pattern):
                answer = ask(world.browsers["admin"], verb, address, headers=headers)
                asked += 1
                part = answer.status_code in (206, 416) and "Range" in headers and verb == "GET"
                name = answer.headers.get("Content-Disposition", "")
                good = (
                    answer.status_code == 200 or part,
                    kept_by_nobody(answer),
                    "ETag" not in answer.headers and "Last-Modified" not in answer.headers,
                    answer.headers.get("X-Content-Type-Options") == "nosniff",
                    answer.headers.get("Content-Security-Policy") is not None,
                    answer.status_code == 416 or bool(NEUTRAL.match(name)) and name.startswith(disposition),
                    not any(word in name for word in CANARIES.values()),
                )
                if not all(good):
                    wrong.append((verb, way, address, answer.status_code, good, name))
    assert wrong == []
    count("requests for files by those who may", asked)


def _switched_off(user: User, world: World) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _not_approved_any_more(user: User, world: World) -> None:
    User.objects.filter(pk=user.pk).update(approved_at=None)


def _of_another_clinic(user: User, world: World) -> None:
    User.objects.filter(pk=user.pk).update(clinic=world.rows["foreign"]["clinic"])


def _another_password(user: User, world: World) -> None:
    user.set_password(f"another-long-passphrase-{timezone.now():%f}")
    user.save()


def _clinician_now(user: User, world: World) -> None:
    User.objects.filter(pk=user.pk).update(role="clinician")


LOST = (_switched_off, _of_another_clinic, _not_approved_any_more, _another_password, _clinician_now)


@pytest.mark.usefixtures("_consented")
@pytest.mark.parametrize("lose", short(LOST[:2], LOST[2:]), ids=lambda lose: lose.__name__.strip("_"))
def test_a_link_dies_with_the_right(lose, world, count):
    """The same session and the same token that got the file a moment ago."""
    person = UserFactory(clinic=world.rows["own"]["clinic"], role="admin")
    browser, program = Client(), APIClient()
    browser.force_login(person)
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=person).access}")
    links = [(pattern, address) for pattern, address in every_file(world.ids["own"])]
    if lose is _of_another_clinic:  # the files without a row are then those of the new clinic
        links = [link for link in links if BY_PATTERN[link[0]].kind]
    askers = [(browser, pattern, address) for pattern, address in links]
    askers += [(program, pattern, address) for pattern, address in links if address.startswith("/api/")]
    quick = [one for one in askers if "export" not in one[1] and "dataset" not in one[1]]
    assert {ask(client, verbs(pattern)[0], address).status_code for client, pattern, address in quick} == {200}

    lose(person, world)

    alive = [
        (address, answer.status_code)
        for client, pattern, address in askers
        for verb in verbs(pattern)
        if FILES[pattern][1] or lose is not _clinician_now
        if (answer := ask(client, verb, address)).status_code not in (302, 401, 403, 404)
    ]
    assert alive == []
    count("links to files that died with the right", len(askers))


def test_nginx_is_told_of_no_file_without_the_right(world, settings):
    """Behind deploy/nginx our answer is an address that only nginx can open; it too is for those who may."""
    settings.X_ACCEL = True
    handed_over = []
    for _, address in [file for file in every_file(world.ids["own"]) if "<str:kind>" in file[0] or "mask" in file[0]]:
        for who in ("anonymous", "clinician elsewhere"):
            assert "X-Accel-Redirect" not in ask(world.browsers[who], "GET", address).headers
        handed_over += [
            a for a in [ask(world.browsers["clinician"], "GET", address)] if "X-Accel-Redirect" in a.headers
        ]
    assert len(handed_over) >= 10
    assert {answer["Cache-Control"] for answer in handed_over} == {"private, no-store"}
