"""A consultation in a real browser, from signing in to signing out.

Given the demo site with its worker; when Ana registers a patient, marks a lesion on the body map, opens a case and
adds two pictures and a file that is none; then both results appear by themselves, and the console stays silent.
"""

import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ml.draw import draw_lesion
from tests.flows.browser import EXPECTED, photograph, problems, sign_in, window
from tests.flows.demo import ANA, DEMO_PASSWORD

PATIENCE = 240_000  # ms; the first picture waits for TensorFlow, which takes minutes to load on a busy machine


@pytest.fixture
def pictures(tmp_path) -> list[Path]:
    """Two pictures of lesions, photographs where there are some, and a text that calls itself a picture."""
    data = os.environ.get("SKINLESION_DATA")
    found = sorted((Path(data) / "photos").glob("*.jpg"))[-2:] if data else []
    for seed in range(2 - len(found)):
        found.append(tmp_path / f"drawn-{seed}.jpg")
        Image.fromarray(draw_lesion(90 + seed)[0]).save(found[-1], quality=92)
    bad = tmp_path / "holiday.jpg"
    bad.write_text("not a picture at all")
    return [*found, bad]


def register_patient(page: Page) -> None:
    """Worklist > patients > new."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Patients").click()
    page.get_by_role("link", name="Register a patient").click()
    page.get_by_label("Name").fill("Greta Vogel")
    page.get_by_label("Record number").fill("A-2077")
    page.get_by_label("Birth date").fill("1958-03-14")
    page.get_by_label("Skin type (Fitzpatrick)").select_option("II")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name="Greta Vogel")).to_be_visible()


def mark_lesion(page: Page) -> None:
    """A click on the back of the body map, then one step to the right by keyboard."""
    page.get_by_role("link", name="Mark a lesion").first.click()
    back = page.locator("svg[data-pick=back]")
    box = back.bounding_box()
    back.click(position={"x": box["width"] * 0.4, "y": box["height"] * 0.25})
    x = float(page.locator("[name=body_x]").input_value())
    assert x == pytest.approx(0.4, abs=0.02)
    back.press("ArrowRight")
    assert float(page.locator("[name=body_x]").input_value()) == pytest.approx(x + 0.01)
    assert page.locator("[name=body_view]").input_value() == "back"
    page.get_by_label("Body site").select_option("upper_back")
    page.get_by_label("Description").fill("Two shades of brown")
    photograph(page, "trip-1-mark-lesion")
    page.get_by_role("button", name="Mark the lesion").click()
    expect(page.get_by_role("heading", name="Upper back, posterior torso")).to_be_visible()


def open_case(page: Page) -> None:
    """With a reason."""
    page.get_by_role("link", name="Open a case").first.click()
    page.get_by_label("Reason").fill("Has grown since spring")
    page.get_by_role("button", name="Open and add pictures").click()
    expect(page.get_by_text("No picture yet").first).to_be_visible()


def upload(page: Page, pictures: list[Path]) -> None:
    """All at once: the bad one is refused on its own, the others show their stage and then their result."""
    page.get_by_label("Add pictures").set_input_files(pictures)
    refused = page.locator(".upload-row--error")
    expect(refused).to_contain_text("holiday.jpg")
    expect(refused.locator(".upload-said--error")).to_contain_text("not a picture that we can open")
    expect(page.locator("[data-picture]")).to_have_count(2)
    photograph(page, "trip-2-uploaded")
    expect(page.locator("[data-picture] .verdict")).to_have_count(2, timeout=PATIENCE)
    expect(page.locator("#case-state")).to_have_text("To review")
    expect(page.locator(".upload-row")).to_have_count(1)
    for picture in page.locator("[data-picture]").all():
        expect(picture.locator(".bars tr")).to_have_count(7)
        expect(picture).to_contain_text("Decision support, not a diagnosis.")
    photograph(page, "trip-3-results")


def switch_outline(page: Page) -> None:
    """Off and on again, for one picture alone."""
    first, second = page.locator("[data-picture]").all()
    first.get_by_role("checkbox", name="Outline").uncheck()
    expect(first.locator("svg.outline")).to_be_hidden()
    expect(second.locator("svg.outline")).to_be_visible()
    first.get_by_role("checkbox", name="Outline").check()
    expect(first.locator("svg.outline")).to_be_visible()


def upload_again(page: Page, picture: Path) -> None:
    """The same picture: said and linked."""
    page.get_by_label("Add pictures").set_input_files([picture])
    expect(page.get_by_text("already in this case")).to_be_visible()
    expect(page.locator("[data-picture]")).to_have_count(2)


def drop(page: Page, picture: Path) -> None:
    """By drag and drop."""
    transfer = page.evaluate_handle(
        """async (hex) => {
          const bytes = Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));
          const transfer = new DataTransfer();
          transfer.items.add(new File([bytes], "dropped.jpg", { type: "image/jpeg" }));
          return transfer;
        }""",
        picture.read_bytes().hex(),
    )
    page.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": transfer})
    expect(page.locator("[data-picture]")).to_have_count(3)


def analyse_again(page: Page) -> None:
    """The old result gives way to the new stage and stays in the history."""
    first = page.locator("[data-picture]").last
    first.get_by_text("Analyse again", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, analyse this picture again").click()
    expect(first.get_by_text("Earlier runs of this picture (1)")).to_be_visible()
    expect(first.locator(".verdict")).to_be_visible(timeout=PATIENCE)


@pytest.mark.slow
def test_a_consultation(demo, browser, pictures, tmp_path):
    # what the worklist asks every few seconds may be on its way while the clinician signs out
    on_the_way = "the server responded with a status of 401"
    with window(browser, demo.url, expected=(*EXPECTED, on_the_way)) as page:
        page.goto("/")
        assert "/accounts/sign-in/" in page.url
        sign_in(page, ANA, DEMO_PASSWORD)
        register_patient(page)
        mark_lesion(page)
        open_case(page)
        case = page.url
        upload(page, pictures)
        switch_outline(page)
        assert problems(page) == []
        upload_again(page, pictures[0])
        third = tmp_path / "third.jpg"
        Image.fromarray(draw_lesion(99)[0]).save(third, quality=92)
        drop(page, third)
        analyse_again(page)

        page.get_by_role("link", name="Worklist").click()
        page.get_by_label("Patient").fill("vogel")
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("tbody tr")).to_contain_text("A-2077")
        assert "q=vogel" in page.url

        page.locator("[data-menu] summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/accounts/sign-in/**")
        page.goto(case)
        assert "/accounts/sign-in/" in page.url
