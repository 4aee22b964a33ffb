"""What the pages of the admin show: by rule for those that Django makes of a model, by name for our own."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpResponse

from accounts.audit.shown import Shown
from skinlesion.reads.declared import Declared, Keeps, Many, Nothing, One
from skinlesion.reads.pages import ACCOUNT, COUNTS

# a model is of the record, or is said here to be of nobody; one that is in neither has no declaration
OF_THE_RECORD = frozenset(
    {"patient", "lesion", "case", "lesionimage", "review", "pathology", "analysis", "segmentation", "prediction"}
    | {"breakglass", "legalhold", "erasure"}
)
OF_NOBODY = {
    "clinic": "clinics",
    "user": "people who work here",
    "auditevent": "what was done: ids of patients, never what is known of them",
    "modelversion": "versions of the networks",
    "heartbeat": "workers",
    "batchrun": "the progress of a batch, in counts",
}
REDIRECT = Nothing("leads on to another page")
BATCH = One("batchrun", "batch_id")

OWN: dict[str, Declared] = {
    "admin:index": COUNTS,
    "admin:app_list": COUNTS,
    "admin:login": ACCOUNT,
    "admin:logout": ACCOUNT,
    "admin:password_change": ACCOUNT,
    "admin:password_change_done": ACCOUNT,
    "admin:autocomplete": Many("", always=False),  # of what, says `noun_of_choices`
    "admin:jsi18n": Nothing("words of the calendar"),
    "admin:view_on_site": REDIRECT,
    "admin:": REDIRECT,  # addresses that are completed by a slash or by /change/
    "admin:accounts_user_approve": ACCOUNT,
    "admin:auth_user_password_change": ACCOUNT,
    "admin:analysis_batchrun_show": BATCH,
    "admin:analysis_batchrun_changes_csv": Keeps("batch.changes_exported"),
    "admin:analysis_batchrun_recall_csv": Keeps("batch.recall_exported"),
    "admin:analysis_batchrun_sign_off": COUNTS,
    "admin:analysis_batchrun_show_results": COUNTS,
    "admin:analysis_batchrun_progress": COUNTS,
    "admin:analysis_batchrun_control": COUNTS,
    "admin:cases_lesionimage_batch": COUNTS,
    "admin:cases_patient_due": Many("patient"),
    "admin:cases_patient_erase": One("patient", "pk"),
    "admin:cases_patient_hold": One("patient", "pk"),
    "admin:cases_patient_import": Keeps("patients.imported"),
    "admin:cases_patient_export": Keeps("patients.exported"),
}
LISTS, PAGES = ("changelist",), ("add", "history", "delete", "change")


def in_admin() -> dict[str, Declared]:
    """Name of the address -> what it shows."""
    return OWN | dict(_of_models())


def noun_of_choices(asked: Mapping[str, str]) -> str:
    """Of which model the choices are that a field of the admin asks for; "" where they are of nobody."""
    try:
        field = apps.get_model(asked["app_label"], asked["model_name"])._meta.get_field(asked["field_name"])
    except (LookupError, ValueError, FieldDoesNotExist):
        return ""
    noun = field.related_model._meta.model_name if field.related_model else ""
    return noun if noun in OF_THE_RECORD else ""


def choices_of_form(response: HttpResponse) -> tuple[str, Shown] | None:
    """Which rows of the record a form for a new row offers: all of a plain list, of a search only the chosen one."""
    form = getattr((getattr(response, "context_data", None) or {}).get("adminform"), "form", None)
    for name, field in form.fields.items() if form else ():
        rows = getattr(field, "queryset", None)
        if rows is None or rows.model._meta.model_name not in OF_THE_RECORD:
            continue
        chosen = str(form.initial.get(name, ""))
        ids = (int(chosen),) if chosen.isdigit() else ()
        searched = isinstance(getattr(field.widget, "widget", field.widget), AutocompleteSelect)
        count = len(ids) if searched else rows.count()
        return (rows.model._meta.model_name, Shown(count, ids)) if count else None
    return None


def _of_models() -> Iterator[tuple[str, Declared]]:
    for model in admin.site._registry:
        name, prefix = model._meta.model_name, f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if name in OF_THE_RECORD:
            yield from ((f"{prefix}_{page}", Many(name)) for page in LISTS)
            yield f"{prefix}_add", Many("", always=False)  # the rows to choose from, says `choices_of_form`
            yield from ((f"{prefix}_{page}", One(name, "object_id")) for page in PAGES if page != "add")
        elif name in OF_NOBODY:
            yield from ((f"{prefix}_{page}", Nothing(OF_NOBODY[name])) for page in (*LISTS, *PAGES))
