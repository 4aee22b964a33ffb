"""What a clinician does with a patient, step by step, with the mouse."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.flows.browser import photograph

PATIENCE = 240_000  # ms; the first picture waits for TensorFlow, which takes minutes to load on a busy machine
# every page that shows a result shows it with one of these
SIGNS_OF_A_RESULT = ("verdict--", "bars__percent", "malignant probability", "risk__percent")


def register_a_patient_with_risk_factors(page: Page, name: str, record_number: str) -> None:
    """From the worklist; melanoma in the family, many nevi, two questions left open."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Patients").click()
    page.get_by_role("link", name="Register a patient").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Record number").fill(record_number)
    page.get_by_label("Birth date").fill("1958-03-14")
    page.get_by_label("Skin type (Fitzpatrick)").select_option("II")
    for question in ("Melanoma in a parent, sibling or child", "More than 50 nevi"):
        page.get_by_role("group", name=question).get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("list", name="Risk factors").get_by_role("listitem")).to_have_count(2)


def click_on_the_upper_back(page: Page) -> None:
    """On the patient's body map; the form knows the site."""
    back = page.get_by_label("Body map, back")
    box = back.bounding_box()
    back.click(position={"x": box["width"] * 0.42, "y": box["height"] * 0.24})
    page.wait_for_url("**/lesions/new/**")
    expect(page.get_by_label("Body site")).to_have_value("upper_back")
    page.get_by_label("Description").fill("Two shades of brown")
    page.get_by_role("button", name="Mark the lesion").click()
    expect(page.get_by_role("heading", name="Upper back, posterior torso")).to_be_visible()


def open_a_case(page: Page) -> None:
    """With a reason."""
    page.get_by_role("link", name="Open a case").first.click()
    page.get_by_label("Reason").fill("Has grown since spring")
    page.get_by_role("button", name="Open and add pictures").click()
    expect(page.get_by_text("No picture yet").first).to_be_visible()


def add_pictures(page: Page, pictures: list[Path], *, then: str) -> None:
    """They go in together; what `then` selects appears on each by itself, on the page that was never left."""
    page.evaluate("document.body.dataset.stayed = 'yes'")
    page.get_by_label("Add pictures").set_input_files(pictures)
    expect(page.locator(f"[data-picture] {then}")).to_have_count(len(pictures), timeout=PATIENCE)
    assert page.evaluate("document.body.dataset.stayed") == "yes"


def results_are_whole(page: Page) -> None:
    """Seven probabilities and the sentence that it is no diagnosis, on each."""
    for picture in page.locator("[data-picture]").all():
        expect(picture.locator(".verdict")).to_be_visible()
        expect(picture.locator(".bars tr")).to_have_count(7)
        expect(picture).to_contain_text("Decision support, not a diagnosis.")


def plan_a_follow_up(page: Page) -> None:
    """Nevus, again in twelve weeks; signed."""
    form = page.locator("form.review-form")
    choose(form, "Melanocytic nevus", "Photo follow-up")
    form.get_by_role("button", name="12 weeks").click()
    sign(page)
    expect(page.locator("#histology")).to_contain_text("Follow-up")


def come_for_the_second_visit(page: Page) -> None:
    """From the follow-up's line on the signed case."""
    before = page.url
    page.get_by_role("button", name="Start follow-up visit").click()
    page.wait_for_url(lambda address: address != before and "/cases/" in address)
    expect(page.get_by_text("No picture yet").first).to_be_visible()


def compare_with_the_last_visit(page: Page, *, known: bool) -> None:
    """Side by side, with the slider, blinking; numbers only when the later result may be seen."""
    page.get_by_role("link", name=re.compile(r"^Lesion \d+$")).first.click()
    expect(page.locator(".course__stop--visit")).to_have_count(2)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Compare two pictures")).to_be_visible()
    panes = page.locator("[data-pane]")
    expect(panes).to_have_count(2)
    for way, mode in {"Slider": "wipe", "Blink": "blink", "Side by side": "side"}.items():
        page.get_by_role("radio", name=way, exact=True).check()
        expect(page.locator("[data-compare]")).to_have_attribute("data-mode", mode)
    assert (panes.last.locator("polygon").count() > 0) == known
    photograph(page, f"story-compare-{'known' if known else 'blind'}")


def nothing_gives_the_result_away(page: Page) -> None:
    """Neither the case as it stands, nor what the server sends for it, its pictures and its report."""
    panels = [f"/images/{picture}/panel/" for picture in _pictures(page)]
    assert panels
    sources = [page.content()]
    for address in (page.url, f"{page.url}report/", *panels):
        answer = page.request.get(address)
        assert answer.ok
        sources.append(answer.text())
    assert [sign for source in sources for sign in SIGNS_OF_A_RESULT if sign in source] == []


def give_my_impression(page: Page) -> None:
    """Three choices; then the result shows, in the page's source too."""
    form, pictures = page.locator("form.review-form"), len(_pictures(page))
    choose(form, "Melanocytic nevus", "High", "Photo follow-up")
    form.get_by_role("button", name="Keep my impression and show the result").click()
    expect(page.locator("[data-picture] .verdict")).to_have_count(pictures)
    results_are_whole(page)
    seen = page.request.get(page.url).text()
    assert [sign for sign in SIGNS_OF_A_RESULT if sign in seen], "the signs that are looked for are the right ones"


def decide_otherwise_with_a_reason(page: Page) -> None:
    """Whatever the networks say, the opposite; it cannot be signed before the reason is given."""
    form = page.locator("form.review-form")
    choose(form, *opposite(page))
    expect(page.get_by_text("Your decision departs from the result", exact=True)).to_be_visible()
    expect(page.locator(".review__status")).to_contain_text("saved")
    form.get_by_role("button", name="Check and sign").click()
    expect(page.locator(".toast--error")).to_contain_text("why your decision departs")
    expect(page.get_by_role("heading", name="Sign the review")).to_have_count(0)
    page.get_by_label("Why does your decision depart from the result?").select_option("history")
    page.get_by_role("textbox", name="Notes").fill("Unchanged for ten years, says the patient.")


def opposite(page: Page) -> tuple[str, str]:
    """Diagnosis and plan that contradict the result which speaks for the case."""
    verdicts = page.locator("[data-picture] .verdict")
    if verdicts.and_(page.locator(".verdict--suspicious")).count():
        return "Melanocytic nevus", "Dismiss"
    assert verdicts.and_(page.locator(".verdict--likely_benign")).count() == verdicts.count(), (
        "The networks leave these pictures to a person, and nobody can depart from that: take others in story_pictures."
    )
    return "Melanoma", "Excise or biopsy"


def sign(page: Page) -> None:
    """Checked on a page of its own, then locked."""
    page.locator("form.review-form").get_by_role("button", name="Check and sign").click()
    expect(page.get_by_role("heading", name="Sign the review")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Sign as")).click()
    expect(page.locator(".review-card")).to_contain_text("signed today")
    expect(page.locator("form.review-form")).to_have_count(0)


def enter_the_histology(page: Page, day: str) -> None:
    """From the case; it closes the loop and stands beside what clinician and machine said."""
    page.locator("#histology").get_by_role("link", name="Enter histology").first.click()
    page.get_by_label("Diagnosis").select_option("mel")
    page.get_by_label("Breslow thickness, mm").fill("0.4")
    page.get_by_label("Margins").select_option(index=1)
    page.get_by_label("Date of the report").fill(day)
    page.get_by_label("Laboratory number").fill("H-2026-118")
    page.get_by_role("button", name="Enter the histology").click()
    expect(page.locator("#histology")).to_contain_text("H-2026-118")


def compared_with_histology(page: Page) -> int:
    """How many lesions the performance page compares with a histology."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Performance").click()
    said = page.get_by_text(re.compile(r"\d+ of \d+ lesions? with a histology compared")).inner_text()
    return int(re.match(r"\d+", said.strip())[0])


def performance_page_shows_the_override(page: Page) -> None:
    """With its reason."""
    reasons = page.get_by_role("table", name="Reasons of the overridden decisions")
    expect(reasons).to_contain_text("History or change over time")


def choose(form: Locator, *words: str) -> None:
    """The buttons with exactly these words."""
    for word in words:
        form.get_by_role("radio", name=word, exact=True).check()


def _pictures(page: Page) -> list[str]:
    return [article.get_attribute("id").removeprefix("picture-") for article in page.locator("[data-picture]").all()]
