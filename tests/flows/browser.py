"""A headless Chromium that watches its own console, and the questions a page must answer well."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import skip_or_fail
from tests.flows.processes import ROOT

expect.set_options(timeout=15_000)  # ms; a busy machine takes longer than the five seconds that are usual
SCREENSHOTS = ROOT / "artifacts" / "screenshots"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
# the browser reports every refused upload as an error of its own; the page says it to the user
EXPECTED = ("the server responded with a status of 422",)
UNHEARD: set[Page] = set()  # pages in which a checker of ours runs just now
PAGE_PROBLEMS = (Path(__file__).parent / "page_problems.js").read_text()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; a visible skip, or a failure in CI, where there is none."""
    program = shutil.which("chromium")
    if program is None:
        skip_or_fail("There is no chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield started
        started.close()


@contextmanager
def window(
    browser: Browser, address: str, *, width: int = 1280, scheme: str = "light", expected: tuple[str, ...] = EXPECTED
) -> Iterator[Page]:
    """A fresh window on the site. At the end its console must be empty: no script error, nothing the policy blocked.

    `expected`: what the browser itself says of an answer that the test is about.
    """
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 850}, color_scheme=scheme, has_touch=width < 500
    )
    context.set_default_timeout(30_000 if os.environ.get("CI") else 20_000)
    page = context.new_page()
    complaints: list[str] = []

    def hear(kind: str, words: str) -> None:
        if kind in ("error", "warning") and page not in UNHEARD:
            complaints.append(words)

    page.on("console", lambda said: hear(said.type, said.text))
    page.on("pageerror", lambda error: hear("error", str(error)))
    yield page
    context.close()
    unexpected = [said for said in complaints if not any(words in said for words in expected)]
    assert not unexpected, f"The console says: {unexpected}"


@contextmanager
def unheard(page: Page) -> Iterator[None]:
    """What the console says meanwhile is the checker's doing, not the page's: axe-core tries inline styles."""
    UNHEARD.add(page)
    yield
    UNHEARD.discard(page)


def sign_in(page: Page, email: str, password: str) -> None:
    """From the sign-in page to the worklist."""
    page.goto("/accounts/sign-in/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: urlsplit(address).path == "/")


def photograph(page: Page, name: str) -> None:
    """The whole page, as a file for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def problems(page: Page) -> list[str]:
    """What is wrong with the page as it stands: too wide, a control without a name, text too pale."""
    return page.evaluate(PAGE_PROBLEMS)
