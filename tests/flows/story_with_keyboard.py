"""The core of the same story with the keyboard alone."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.flows.keyboard import Keyboard
from tests.flows.story_with_mouse import PATIENCE, opposite


def sign_in_by_keyboard(page: Page, keys: Keyboard, email: str, password: str) -> None:
    """Enter in the last field is enough."""
    page.goto("/accounts/sign-in/")
    keys.write(page.get_by_label("E-mail"), email)
    keys.write(page.get_by_label("Password"), password)
    keys.press("Enter")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def register_a_patient_by_keyboard(page: Page, keys: Keyboard, name: str, record_number: str) -> None:
    """Worklist, patients, new; a risk factor by arrow keys."""
    keys.follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Patients"))
    keys.follow(page.get_by_role("link", name="Register a patient"))
    keys.write(page.get_by_label("Name"), name)
    keys.write(page.get_by_label("Record number"), record_number)
    keys.write(page.get_by_label("Birth date"), "03141958")
    keys.pick(page.get_by_label("Skin type (Fitzpatrick)"), "II")
    keys.tick(page.get_by_role("group", name="Immunosuppression").get_by_role("radio", name="Yes"))
    keys.follow(page.get_by_role("button", name="Register"))
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("list", name="Risk factors")).to_contain_text("mmunosuppress")


def mark_a_lesion_by_keyboard(page: Page, keys: Keyboard) -> None:
    """From the face to the chest by arrow keys; on the form the point goes on to the abdomen."""
    keys.go_to(page.get_by_role("link", name="Mark a lesion: face, front"))
    keys.press("ArrowDown", 2)
    expect(page.get_by_role("link", name="Mark a lesion: chest, front")).to_be_focused()
    keys.press("Enter")
    page.wait_for_url("**/lesions/new/**")
    keys.go_to(page.locator("svg[data-pick=front]"))
    keys.press("Shift+ArrowDown", 3)
    keys.press("ArrowLeft")
    expect(page.get_by_label("Body site")).to_have_value("abdomen")
    keys.write(page.get_by_label("Description"), "Two shades of brown")
    keys.follow(page.get_by_role("button", name="Mark the lesion"))
    expect(page.get_by_role("heading", name=re.compile("^Abdomen"))).to_be_visible()


def open_a_case_by_keyboard(page: Page, keys: Keyboard, pictures: list[Path], *, then: str) -> None:
    """With its pictures."""
    keys.follow(page.get_by_role("link", name="Open a case").first)
    keys.write(page.get_by_label("Reason"), "Has grown since spring")
    keys.press("Enter")
    expect(page.get_by_text("No picture yet").first).to_be_visible()
    page.locator("form.upload--live").wait_for()
    keys.give_files(page.get_by_label("Add pictures"), pictures)
    expect(page.locator(f"[data-picture] {then}")).to_have_count(len(pictures), timeout=PATIENCE)


def give_my_impression_by_keyboard(page: Page, keys: Keyboard) -> None:
    """Three groups of buttons, three stops of the Tab key."""
    form = page.locator("form.review-form")
    for choice in ("Melanocytic nevus", "High", "Photo follow-up"):
        keys.tick(form.get_by_role("radio", name=choice, exact=True))
    keys.follow(form.get_by_role("button", name="Keep my impression and show the result"))
    expect(page.locator("[data-picture] .verdict").first).to_be_visible()


def look_at_the_picture_by_keyboard(page: Page, keys: Keyboard) -> None:
    """Over the whole window and back."""
    keys.go_to(page.locator("[data-viewer] [data-frame]").first)
    keys.press("f")
    expect(page.locator("dialog.viewer-dialog [data-viewer]")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("dialog.viewer-dialog [data-viewer]")).to_have_count(0)


def compare_by_keyboard(page: Page, keys: Keyboard) -> None:
    """The two pictures: slider, blink, side by side, and back to the case."""
    case = page.url
    keys.follow(page.get_by_role("link", name=re.compile(r"^Lesion \d+$")).first)
    keys.follow(page.get_by_role("button", name="Compare"))
    keys.go_to(page.locator("[data-frame]").first)
    for key, mode in (("2", "wipe"), ("3", "blink"), ("1", "side")):
        keys.press(key)
        expect(page.locator("[data-compare]")).to_have_attribute("data-mode", mode)
    page.go_back()
    page.go_back()
    expect(page).to_have_url(case)


def decide_otherwise_by_keyboard(page: Page, keys: Keyboard) -> None:
    """The opposite of what the networks say, with a reason; then signed."""
    form = page.locator("form.review-form")
    for choice in opposite(page):
        keys.tick(form.get_by_role("radio", name=choice, exact=True))
    expect(page.get_by_text("Your decision departs from the result", exact=True)).to_be_visible()
    keys.pick(page.get_by_label("Why does your decision depart from the result?"), "history")
    keys.follow(form.get_by_role("button", name="Check and sign"))
    expect(page.get_by_role("heading", name="Sign the review")).to_be_visible()
    keys.follow(page.get_by_role("button", name=re.compile("^Sign as")))
    expect(page.locator(".review-card")).to_contain_text("signed today")


def read_the_report_by_keyboard(page: Page, keys: Keyboard, name: str) -> None:
    """And back."""
    keys.follow(page.get_by_role("link", name="Report", exact=True))
    expect(page.locator(".sheet")).to_contain_text(name)
    expect(page.locator(".sheet__preliminary")).to_have_count(0)
    keys.follow(page.get_by_role("link", name=re.compile(r"^Case \d+$")))


def enter_the_histology_by_keyboard(page: Page, keys: Keyboard, day: str) -> None:
    """`day` as the browser's date field wants it typed."""
    keys.follow(page.locator("#histology").get_by_role("link", name="Enter histology").first)
    keys.pick(page.get_by_label("Diagnosis"), "nv")
    keys.write(page.get_by_label("Date of the report"), day)
    keys.write(page.get_by_label("Laboratory number"), "H-2026-119")
    keys.press("Enter")
    expect(page.locator("#histology")).to_contain_text("H-2026-119")


def open_the_performance_page_by_keyboard(page: Page, keys: Keyboard) -> None:
    """Where the reason of the override stands."""
    keys.follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Performance"))
    expect(page.get_by_role("table", name="Reasons of the overridden decisions")).to_contain_text("History or change")
