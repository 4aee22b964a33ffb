"""Every read of a patient's data leaves one audit event, before the answer leaves the house."""

import json
import logging

from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.audit.shown import MOST_IDS, Shown
from accounts.audit.written import noting_events
from accounts.glass import look_at, no_glass
from accounts.models import AuditEvent, User
from accounts.services.record_event import record_event
from skinlesion.reads.covered import read_lately
from skinlesion.reads.declared import Declared, Keeps, Many, Nothing, One, Part
from skinlesion.reads.in_admin import choices_of_form, noun_of_choices
from skinlesion.reads.table import declared, name_of
from skinlesion.reads.through_glass import THROUGH_GLASS, foreign_patient_of
from skinlesion.reads.whose import Whose, whose

log = logging.getLogger(__name__)

# answers that show something; 204 and 3xx do not, and a refusal of the API shows what was sent
SHOWING = frozenset({200, 201, 202, 206, 286, 422})
# the model's name -> the word of the trail
WORDS = {
    "breakglass": "break_glass",
    "lesionimage": "image",
    "importrun": "import",
    "batchrun": "batch",
    "pathology": "histology",
}


class ReadsMiddleware:
    """One event for a request that showed something, unless the act itself has left one.

    When the event cannot be stored the answer is not sent.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve, then put on record what was shown."""
        with noting_events() as written, no_glass():
            response = self.get_response(request)
            self._put_on_record(request, response, written)
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """A read of one object may be of a patient of another clinic, where somebody has broken the glass."""
        about = THROUGH_GLASS.get(name_of(request.resolver_match.namespaces, request.resolver_match.url_name))
        if about is not None and request.method in ("GET", "HEAD"):
            look_at(lambda user: foreign_patient_of(user, about.noun, kwargs[about.argument]))

    def _put_on_record(self, request: HttpRequest, response: HttpResponse, written: list[int]) -> None:
        user = getattr(request, "user", None)
        if response.status_code in SHOWING and user is not None and user.is_authenticated:
            said = declared(request.resolver_match)
            if said is None:
                log.error("/%s says nowhere what it shows (skinlesion.reads)", request.resolver_match.route)
            elif not isinstance(said, Nothing | Keeps) and not _stands(written):
                _record(request, response, said, user)


def _stands(written: list[int]) -> bool:
    """Whether the act is on record; its event may have gone with its transaction."""
    return bool(written) and AuditEvent.objects.filter(pk__in=written).exists()


def _record(request: HttpRequest, response: HttpResponse, said: Declared, user: User) -> None:
    by_page = bool(getattr(request, "htmx", False)) and not request.htmx.boosted
    if isinstance(said, Many):
        _record_list(request, response, said, user, by_page)
        return
    pk = request.resolver_match.kwargs[said.argument]
    about = whose(said.noun, pk)
    if about is None:
        return
    kind = request.resolver_match.kwargs.get("kind", "")
    download = isinstance(said, Part) and kind != "" and kind == said.kept
    if isinstance(said, Part) and not download:
        if about.seen_with & read_lately(user):
            return
    elif by_page and (said.noun, int(pk)) in read_lately(user):
        return
    count = _rows(response)
    detail = {**({"file": kind} if kind else {}), **({"count": count.count} if count else {})}
    _append(said, user, about, int(pk), "downloaded" if download else "read", detail)


def _record_list(request: HttpRequest, response: HttpResponse, said: Many, user: User, by_page: bool) -> None:
    shown = getattr(request, "shown", None) or _rows(response) or _ticked(request)
    noun = said.noun or noun_of_choices(request.GET)
    if not noun and (choices := choices_of_form(response)):
        noun, shown = choices
    if not noun or (shown is None and not said.always):
        return
    shown = shown or Shown(0, ())
    # a list that reloads itself shows something new, or is part of the read before
    if by_page and {(noun, pk) for pk in shown.ids} <= read_lately(user):
        return
    detail = {"count": shown.count, "of": noun, "ids": list(shown.ids)}
    record_event(act=f"{_word(noun)}.listed", by=user, detail=detail)


def _append(said: One, user: User, about: Whose, pk: int, verb: str, detail: dict) -> None:
    event = AuditEvent.of(act=f"{_word(said.noun)}.{verb}", by=user, clinic_id=about.clinic, detail=detail)
    event.object_type, event.object_id = said.noun, pk
    event.save()


def _word(noun: str) -> str:
    return WORDS.get(noun, noun)


def _rows(response: HttpResponse) -> Shown | None:
    """The rows of a list of the API, of the admin, or of the admin's choices."""
    data = getattr(response, "data", None)
    if isinstance(response, JsonResponse):
        data = json.loads(response.content)
    if isinstance(data, dict) and isinstance(data.get("results"), list):
        return _shown(data["results"], data.get("count", len(data["results"])))
    if isinstance(data, list):
        return _shown(data, len(data))
    changelist = (getattr(response, "context_data", None) or {}).get("cl")
    if changelist is not None:
        return Shown(changelist.result_count, tuple(row.pk for row in changelist.result_list)[:MOST_IDS])
    return None


def _shown(rows: list, count: int) -> Shown:
    ids = (str(row.get("id", "")) for row in rows if isinstance(row, dict))
    return Shown(count, tuple(int(pk) for pk in ids if pk.isdigit())[:MOST_IDS])


def _ticked(request: HttpRequest) -> Shown | None:
    """The rows that the admin asks about once more before it does something with them."""
    if request.method != "POST":
        return None
    ids = tuple(int(pk) for pk in request.POST.getlist("_selected_action") if pk.isdigit())
    return Shown(len(ids), ids[:MOST_IDS]) if ids else None
