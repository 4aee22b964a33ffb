"""The actions of trained networks: use, roll back, try in shadow. What needs a reason asks for it on its own page."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse

from analysis.activation import REASON_LENGTH, activate_versions, roll_back, version_before
from analysis.models import ModelVersion
from analysis.shadow_mode import stop_trying, try_beside

ONE_OF_A_KIND = "Exactly one version of a kind can be active: tick one per kind. Nothing was changed."
TICK_ONE = "Tick the version in use that is to be left, and no other. Nothing was changed."


@admin.action(description="Mark model active", permissions=["activate"])
def mark_active(modeladmin, request, queryset):
    """New analyses use the ticked versions, at most one of each kind; without a signed-off batch only with a reason."""
    versions = list(queryset)
    if len({version.kind for version in versions}) < len(versions):
        modeladmin.message_user(request, ONE_OF_A_KIND, messages.ERROR)
        return None
    try:
        new = activate_versions(versions=versions, by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as refusal:
        return _ask(modeladmin, request, "mark_active", versions, refusal.messages[0])
    for version in new:
        sentence = f"{version.get_kind_display()} {version} is active now; results that stand keep theirs."
        modeladmin.message_user(request, sentence, messages.SUCCESS)
    for version in (version for version in versions if version not in new):
        modeladmin.message_user(
            request, f"{version.get_kind_display()} {version} was active already.", messages.WARNING
        )
    return None


@admin.action(description="Roll back to the version used before", permissions=["activate"])
def roll_back_ticked(modeladmin, request, queryset):
    """From the ticked version in use to the one before it, at once; a reason is asked for, no consent."""
    versions = list(queryset)
    if len(versions) != 1 or not versions[0].active:
        modeladmin.message_user(request, TICK_ONE, messages.ERROR)
        return None
    (leaving,) = versions
    try:
        now = roll_back(kind=leaving.kind, by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as refusal:
        if refusal.code != "no_reason":
            modeladmin.message_user(request, refusal.messages[0], messages.ERROR)
            return None
        before = version_before(leaving.kind)
        said = f"{before} is used again for new pictures, at once." if before else "Nothing was in use before it."
        return _ask(modeladmin, request, "roll_back_ticked", versions, said, back=True)
    sentence = f"{now.get_kind_display()} {now} is active again; results of {leaving} keep their version."
    modeladmin.message_user(request, sentence, messages.SUCCESS)
    return None


@admin.action(description="Try in shadow, beside the one in use", permissions=["activate"])
def try_in_shadow(modeladmin, request, queryset) -> None:
    """New pictures meet the ticked versions too, and no clinician sees what they say."""
    versions = list(queryset)
    if len({version.kind for version in versions}) < len(versions):
        modeladmin.message_user(request, ONE_OF_A_KIND.replace("active", "in shadow"), messages.ERROR)
        return
    for version in versions:
        try:
            try_beside(version=version, by=request.user)
        except ValidationError as refusal:
            modeladmin.message_user(request, refusal.messages[0], messages.ERROR)
        else:
            sentence = f"{version} looks at every new picture from now on. No clinician sees what it says."
            modeladmin.message_user(request, sentence, messages.SUCCESS)


@admin.action(description="Stop trying in shadow", permissions=["activate"])
def stop_shadow(modeladmin, request, queryset) -> None:
    """New pictures do without the ticked versions."""
    for version in queryset:
        stopped = stop_trying(version=version, by=request.user)
        sentence = f"{version} is no longer tried." if stopped else f"{version} was not being tried."
        modeladmin.message_user(request, sentence, messages.SUCCESS if stopped else messages.WARNING)


def _ask(modeladmin, request, action: str, versions: list[ModelVersion], said: str, *, back: bool = False):
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": "Roll back" if back else "Use without a signed-off batch",
        "action": action,
        "versions": versions,
        "said": said,
        "back": back,
        "reason_length": REASON_LENGTH,
    }
    return TemplateResponse(request, "analysis/admin/give_reason.html", context)
