"""One walk of an administrator along all addresses of the own record, and what all these answers have in common."""

import re

import pytest
from django.http import HttpResponse

from tests.trust.access.routes import Route, routes
from tests.trust.access.test_answer_headers import faults
from tests.trust.access.test_canaries import OF_THE_INSTALLATION, canaries, said
from tests.trust.access.test_stored_files import FILES, POSTED, addresses
from tests.trust.access.world import CANARIES, EVIL, World, ask, succeeded

pytestmark = pytest.mark.django_db
# neither a page nor JSON, and nobody's record
NO_RECORD = {"livez", "metrics", "api/schema/", "admin/jsi18n/"}
# what a signed-in person's browser may keep: the words of Django's own scripts
KEPT = {"admin/jsi18n/"}


@pytest.fixture(scope="module")
def walk(world) -> list[tuple[Route, str, HttpResponse]]:
    """Every address, every kind of file; each time as if a stranger's page had sent the browser there."""
    asked = [(route, address) for route in routes() for address in addresses(route, world.ids["own"])]
    return [(route, address, ask(world.browsers["admin"], "GET", address, headers=EVIL)) for route, address in asked]


def test_who_belongs_there_gets_an_answer(walk):
    """Else most tests in this folder would pass on a site that answers nothing to anybody."""
    assert len([route for route, _, answer in walk if route.kind and succeeded(answer)]) > 60
    assert [(route.pattern, a.status_code) for route, _, a in walk if a.status_code >= 500] in ([], [("readyz", 503)])


def test_every_answer_carries_the_headers(walk, count):
    assert {address: found for _, address, answer in walk if (found := faults(answer))} == {}
    kept = {
        route.pattern
        for route, _, answer in walk
        if succeeded(answer) and "no-store" not in answer.headers.get("Cache-Control", "")
    }
    assert kept - KEPT == set(), "A browser would keep what a signed-in person saw."
    count("answers whose headers were looked at", len(walk))


def test_every_address_that_answers_with_a_file_is_known(walk):
    """By its type or by its name: what is neither a page nor JSON, or is to be kept."""
    found = set()
    for route, _, answer in walk:
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        page = kind in ("text/html", "application/json", "") and "Content-Disposition" not in answer.headers
        if answer.status_code == 200 and not page:
            found.add(route.pattern)
    assert found - NO_RECORD == set(FILES) - POSTED, "Write it down in tests/trust/access/test_stored_files.py."


def test_an_original_is_only_ever_a_download(walk, world):
    """Its bytes are a stranger's: under no other address, and in no page as a picture."""
    image = world.rows["own"]["image"]
    with image.original.storage.open(image.original.name) as file:
        original = file.read()
    sent = [(address, answer["Content-Disposition"]) for _, address, answer in walk if answer.all == original]
    named = f'attachment; filename="picture-{image.pk}.jpg"'
    assert sent == [
        (f"/api/images/{image.pk}/files/original/", named),
        (f"/images/{image.pk}/file/original/", named),
    ]
    shown = re.compile(rb'(?:src|srcset|poster|data)="[^"]*/original/')
    assert [address for _, address, answer in walk if shown.search(answer.all)] == []


def test_the_canaries_are_there_for_those_who_may_see_them(walk, world):
    """Else tests/trust/access/test_canaries.py would look for something that is nowhere."""
    everything = b"".join(said(answer) for route, _, answer in walk if route.pattern not in OF_THE_INSTALLATION)
    # rows of an import have no address, and stored names show to nobody at all
    hidden = {CANARIES["source"], *(str(world.ids["own"][kind]) for kind in ("import_row", "refused_row"))}
    hidden |= stored_names(world)
    hidden = {word.lower().encode() for word in hidden}
    assert [word for word in canaries(world) if word not in everything and word not in hidden] == []


def stored_names(world: World) -> set[str]:
    """Of files."""
    image, mask = world.rows["own"]["image"], world.rows["own"]["analysis"].segmentation.mask
    return {image.original.name, image.rendition.name, image.thumbnail.name, mask.name}
