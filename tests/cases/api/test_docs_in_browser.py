"""/api/docs/ in a real browser: it works under the strict policy and asks nobody outside."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import skip_or_fail

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.slow
def test_the_page_shows_every_group_without_a_policy_violation_or_a_stranger(live_server):
    if CHROMIUM is None:
        skip_or_fail("There is no Chromium on this machine")
    asked: list[str] = []
    complaints: list[str] = []
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/api/docs/")
        page.wait_for_selector("#operations-patients-patients_create", timeout=30_000)
        page.click("#operations-patients-patients_create .opblock-summary-control")
        page.wait_for_selector("text=Maria Lindqvist")
        groups = page.locator(".opblock-tag").count()
        browser.close()

    assert complaints == []
    assert groups >= 8
    assert {url for url in asked if not url.startswith((f"{live_server.url}/", "data:"))} == set()
