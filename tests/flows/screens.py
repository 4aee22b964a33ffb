"""Every screen of the site by name, who looks at it, and what its pictures and checkers say."""

from playwright.sync_api import Page

from tests.flows.axe_core import axe_source
from tests.flows.browser import photograph, problems, unheard

WITHOUT_ACCOUNT = {
    "sign-in": "/accounts/sign-in/",
    "sign-up": "/accounts/sign-up/",
    "sign-up-done": "/accounts/sign-up/done/",
    "reset-password": "/accounts/password/reset/",
}
SAME_FOR_ALL = {
    "worklist": "/",
    "worklist-needs-a-person": "/?tab=needs_a_person",
    "worklist-failed": "/?tab=failed",
    "worklist-awaiting-histology": "/?tab=awaiting_histology",
    "worklist-follow-up": "/?tab=follow_up_coming",
    "worklist-follow-up-due": "/?tab=follow_up_due",
    "worklist-all": "/?tab=all",
    "worklist-nothing": "/?q=nobody",
    "patients": "/patients/",
    "register-patient": "/patients/new/",
    "performance": "/performance/",
    "performance-reviews": "/performance/?against=reviews",
    "imports": "/imports/",
    "password": "/accounts/password/",
    "second-factor": "/accounts/second-factor/",
    "not-found": "/cases/999999/",
}
FOR_ADMINS = {
    "admin": "/admin/",
    "admin-patients": "/admin/cases/patient/",
    "admin-new-batch": "/admin/cases/lesionimage/batch/",
    "admin-due": "/admin/cases/patient/due/",
    "admin-erase": "/admin/cases/patient/1/erase/",
    "admin-hold": "/admin/cases/patient/1/hold/",
    "dataset": "/dataset/",
}
# axe judges Django's own pages too, but for the lens that names its search field; our stricter rules are for our pages
DJANGOS = {"admin", "admin-patients", "admin-new-batch", "admin-due", "admin-erase", "admin-hold"}
ALL_BUT_THE_LENS = {"rules": {"label-title-only": {"enabled": False}}}

AXE = """async (rules) => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false, ...rules });
  const where = ({ target, any }) => `${target} ${any[0]?.message ?? ""}`;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.slice(0, 3).map(where).join(" | ")}`);
}"""
# Django's links fade for 150 ms from one scheme's colour to the other's: half-way they have no contrast of their own
FADED_MS = 600
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def look_at(page: Page, screens: dict[str, str], *, width: int) -> dict[str, list[str]]:
    """Load each screen once, in light and in dark: pictures for people, and what is wrong by screen and scheme.

    The scheme changes colours alone, so the whole of axe looks at the light page and its colours at the dark one.
    """
    found = {}
    for name, address in screens.items():
        page.emulate_media(color_scheme="light")
        page.goto(address)
        with unheard(page):
            page.evaluate(axe_source())
        whole = ALL_BUT_THE_LENS if name in DJANGOS else {}
        for scheme, rules in (("light", whole), ("dark", ONLY_COLOURS)):
            page.emulate_media(color_scheme=scheme)
            if name in DJANGOS:
                page.wait_for_timeout(FADED_MS)
            photograph(page, f"{name}-{width}-{scheme}")
            with unheard(page):
                wrong = page.evaluate(AXE, rules)
            if name not in DJANGOS:
                wrong += problems(page)
            if wrong:
                found[f"{name}-{width}-{scheme}"] = wrong
    return found
