"""Which file a row of the table means."""

from pathlib import PurePosixPath

SEVERAL = "\0several"  # cannot be a name


class Keys:
    """Finds a file by its path, else by its name, else by its name without the ending, in any case of letters."""

    def __init__(self, keys: list[str]):
        """`keys` of the source; a name that two files share finds neither."""
        self._by_name: dict[str, str] = {}
        for spell in (_whole, _name, _stem):
            of_this_spelling: dict[str, str] = {}
            for key in keys:
                name = spell(key)
                of_this_spelling[name] = SEVERAL if name in of_this_spelling else key
            for name, key in of_this_spelling.items():
                self._by_name.setdefault(name, key)

    def find(self, written: str) -> str:
        """The key; "" where there is no such file, `SEVERAL` where more than one fits."""
        return self._by_name.get(_whole(written), "")


def _whole(key: str) -> str:
    return key.strip().replace("\\", "/").removeprefix("./").lower()


def _name(key: str) -> str:
    return PurePosixPath(_whole(key)).name


def _stem(key: str) -> str:
    return PurePosixPath(_whole(key)).stem
