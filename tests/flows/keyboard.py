"""Hands that never leave the keyboard: Tab until the focus is there, arrow keys among radio buttons."""

from pathlib import Path

from playwright.sync_api import Locator, Page

FARTHEST = 250  # stops of the Tab key on the longest page
WHERE = """target => {
  const focused = document.activeElement;
  if (focused === target) return "there";
  const group = focused.type === "radio" && focused.name === target.name && focused.form === target.form;
  return group ? "group" : "";
}"""


class Keyboard:
    """What a person does who has no mouse. Nothing here clicks or sets a value from outside."""

    def __init__(self, page: Page):
        self.page = page
        # the browser must be told beforehand to hand its dialogue over: told at the key, one in seven came too late
        page.on("filechooser", lambda _: None)

    def press(self, key: str, times: int = 1) -> None:
        """A key, once or more."""
        for _ in range(times):
            self.page.keyboard.press(key)

    def go_to(self, target: Locator) -> None:
        """Tab until `target` has the focus; what cannot be reached like this fails the test."""
        target.wait_for(state="attached")
        for _ in range(FARTHEST):
            where = target.evaluate(WHERE)
            if where == "there":
                return
            self.press("Tab" if where == "" else "ArrowRight")
        raise AssertionError(f"Tab never reaches {target}")

    def follow(self, target: Locator) -> None:
        """A link or a button, by Enter."""
        self.go_to(target)
        self.press("Enter")

    def write(self, target: Locator, words: str) -> None:
        """Into a field."""
        self.go_to(target)
        self.page.keyboard.type(words)

    def pick(self, target: Locator, value: str) -> None:
        """From a list, downwards."""
        self.go_to(target)
        for _ in range(target.locator("option").count()):
            if target.input_value() == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{value} is not in the list")

    def tick(self, target: Locator) -> None:
        """A radio button."""
        self.go_to(target)
        if not target.is_checked():
            self.press("Space")
        assert target.is_checked()

    def give_files(self, target: Locator, files: list[Path]) -> None:
        """The browser's dialogue opens on Enter."""
        self.go_to(target)
        with self.page.expect_file_chooser() as opened:
            self.press("Enter")
        opened.value.set_files(files)
