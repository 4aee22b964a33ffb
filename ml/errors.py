"""What can go wrong: the science refuses a picture (with a code and a sentence), or our own files are not in order."""


class Refused(Exception):
    """A picture that gets no result. Nothing is wrong with the program; the picture is not fit for it.

    `code` is stable and meant for rows and statistics; `message` is one sentence for a clinician.
    """

    def __init__(self, code: str, message: str):
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


class Unreadable(Refused):
    """The bytes are not a picture that we can open safely."""


class Unsuitable(Refused):
    """A readable picture from which no honest result can be derived."""


class WeightsMissing(Exception):
    """A weight file that the manifest names is not there, or the manifest itself is not."""


class WeightsTampered(Exception):
    """A weight file is not the one that the manifest describes."""
