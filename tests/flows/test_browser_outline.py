"""A picture is looked at closely and its outline corrected, in a real browser.

Given the demo with its results; when Ana enlarges a picture, lays the layers over it, pastes a picture, loses the
network and draws another outline; then the page does as it is told, remembers the layers, and keeps every outline.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.flows.browser import photograph, problems, sign_in, window
from tests.flows.demo import ANA, DEMO_PASSWORD

PASTE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 300 });
  canvas.getContext("2d").fillRect(100, 80, 200, 140);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([blob], "image.png", { type: "image/png" }));
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def shown_width(viewer) -> float:
    """How wide the picture is drawn, in CSS pixels."""
    return viewer.locator("[data-content]").bounding_box()["width"]


def look_closely(page: Page) -> None:
    """By button and by key, over the whole window and back."""
    viewer = page.locator("[data-viewer]").last
    frame = viewer.locator("[data-frame]")
    whole = shown_width(viewer)
    viewer.get_by_role("button", name="Enlarge").click()
    assert shown_width(viewer) == pytest.approx(whole * 1.5, rel=0.01)
    frame.focus()
    page.keyboard.press("0")
    assert shown_width(viewer) == pytest.approx(whole, rel=0.01)
    page.keyboard.press("f")
    expect(page.locator("dialog.viewer-dialog [data-viewer]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.viewer-dialog [data-viewer]")).to_have_count(0)
    assert shown_width(viewer) == pytest.approx(whole, rel=0.01)
    frame.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys of the viewer")).to_be_visible()
    page.keyboard.press("Escape")


def lay_over(page: Page) -> None:
    """The mask is fetched when it is asked for, and asked for again after the next visit."""
    viewer = page.locator("[data-viewer]").last
    assert viewer.locator("[data-layer=mask] image").first.get_attribute("href") is None
    viewer.get_by_label("Filled mask", exact=True).check()
    assert viewer.locator("[data-layer=mask] image").first.get_attribute("href")
    page.reload()
    viewer = page.locator("[data-viewer]").last
    expect(viewer.get_by_label("Filled mask", exact=True)).to_be_checked()
    viewer.get_by_label("Filled mask", exact=True).uncheck()


def paste(page: Page) -> None:
    """Said, uploaded, and the second time known."""
    pictures = page.locator("[data-picture]").count()
    page.evaluate(PASTE)
    expect(page.get_by_text("Took one picture from the clipboard.")).to_be_visible()
    expect(page.locator("[data-picture]")).to_have_count(pictures + 1)
    page.evaluate(PASTE)
    expect(page.get_by_text("already in this case")).to_be_visible()


def lose_the_network(page: Page) -> None:
    """What did not arrive is said, and sent again by itself when the network is back."""
    expect(page.get_by_text("Drop them here")).to_be_visible()  # the page's scripts are here
    page.context.set_offline(True)
    file = {"name": "later.png", "mimeType": "image/png", "buffer": b"no picture"}
    page.get_by_label("Add pictures").set_input_files(file)
    row = page.locator(".upload-row", has_text="later.png")
    expect(row).to_contain_text("The site could not be reached")
    expect(row.get_by_role("button", name="Try again")).to_be_visible()
    page.context.set_offline(False)
    expect(row).to_contain_text("not a picture that we can open")


def drag(page: Page, handle, right: float, down: float) -> None:
    """A point of the outline, with the mouse."""
    box = handle.locator(".editor__dot").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()


def draw(page: Page) -> None:
    """Drag, keys, undo; a crossing is said at once and refused; then it is kept beside the machine's."""
    page.locator("[data-picture]").last.get_by_role("link", name="Correct the outline").click()
    said = page.locator("[data-editor-status]")
    expect(said).to_have_text(re.compile(r"^\s*\d+ "))
    points = int(said.inner_text().split()[0])
    first, middle = page.locator("[data-handle]").first, page.locator("[data-handle]").nth(points // 2)
    label = first.get_attribute("aria-label")
    drag(page, first, -6, -6)
    assert first.get_attribute("aria-label") != label
    page.keyboard.press("n")
    expect(said).to_contain_text(f"{points + 1} points")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(first).to_have_attribute("aria-label", label)
    photograph(page, "outline-editor")
    assert problems(page) == []
    here, there = first.bounding_box(), middle.bounding_box()
    drag(page, first, 1.3 * (there["x"] - here["x"]), 1.3 * (there["y"] - here["y"]))
    expect(said).to_contain_text("crosses itself")
    page.get_by_role("button", name="Save the outline").click()
    expect(page.get_by_role("alert").get_by_text("The outline crosses itself.")).to_be_visible()
    page.get_by_role("button", name="Reset to").click()
    page.locator("[data-handle]").nth(2).focus()
    page.keyboard.press("Shift+ArrowUp")
    page.get_by_role("button", name="Save the outline").click()
    picture = page.locator("[data-picture]").last
    expect(picture.get_by_text("Drawing changes no probability")).to_be_visible()
    picture.get_by_label("Both").check()
    expect(picture.locator(".outline [data-outline=machine]")).to_be_visible()
    photograph(page, "outline-drawn")


@pytest.mark.slow
def test_a_close_look_and_another_outline(demo, browser):
    with window(browser, demo.url) as page:
        sign_in(page, ANA, DEMO_PASSWORD)
        page.locator(".rows__link").first.click()
        expect(page).to_have_url(re.compile(r"/cases/\d+/"))
        look_closely(page)
        lay_over(page)
        draw(page)
        paste(page)
    # offline, the console itself complains: in a window whose console nobody reads
    context = browser.new_context(base_url=demo.url)
    page = context.new_page()
    sign_in(page, ANA, DEMO_PASSWORD)
    page.locator(".rows__link").first.click()
    lose_the_network(page)
    context.close()
