"""Every row of the audit trail is looked at: which were changed, removed or put in by somebody else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest

from accounts.audit.link import PLACE, SAID, keys, link
from accounts.models import AuditChain, AuditEvent

AS_MANY = 2000
OTHER_KEY = (
    "Not one row fits the key of this site: was SKINLESION_SECRET_KEY changed? Put the old one into "
    "SKINLESION_AUDIT_KEYS, after the new one."
)


@dataclass(frozen=True)
class Finding:
    """What is wrong, in a sentence that names the row; `kind`: changed | removed | inserted | moved."""

    kind: str
    chain: int
    number: int
    words: str


@dataclass
class Verified:
    """How many rows were looked at, what is wrong, and where each chain ends: chain -> [length, hash]."""

    events: int = 0
    findings: list[Finding] = field(default_factory=list)
    heads: dict[str, list] = field(default_factory=dict)


@dataclass(frozen=True)
class _Row:
    pk: int
    at: datetime
    number: int
    hash: str
    ours: bool


def verify(*, against: Mapping[str, list] | None = None, tell: Callable[[int], None] | None = None) -> Verified:
    """Look at every row.

    Args:
        against: heads that an earlier call gave; rows that were there then must be there now. Nothing else can tell
            that the newest rows were cut off together with the head.
        tell: is told every `AS_MANY` rows how many there were.
    """
    seen = Verified()
    heads = {chain.pk: chain for chain in AuditChain.objects.all()}
    numbers = set(AuditEvent.objects.order_by().values_list("chain", flat=True).distinct())
    fits = _Keys()
    for chain in sorted(heads.keys() | numbers | {int(name) for name in against or {}}):
        seen.findings += _look_at(chain, heads.get(chain), (against or {}).get(str(chain)), fits, seen, tell)
    if seen.events and not fits.once:
        seen.findings.insert(0, Finding("changed", 0, 0, OTHER_KEY))
    return seen


def _look_at(chain, head, earlier, fits, seen, tell) -> Iterator[Finding]:
    before: _Row | None = None
    for row in _rows(chain, fits):
        yield from _between(chain, before, row)
        if earlier and row.number == earlier[0] and row.hash != earlier[1]:
            yield Finding("changed", chain, row.number, f"{_name(chain, row)} was another one when the head was noted.")
        before = row
        seen.events += 1
        if tell and not seen.events % AS_MANY:
            tell(seen.events)
    # asked for again: a site that is running has appended in the meantime
    now = AuditChain.objects.filter(pk=chain).first()
    yield from _at_the_end(chain, head, now, before)
    if earlier and (before.number if before else 0) < earlier[0]:
        known = before.number if before else 0
        yield Finding(
            "removed", chain, earlier[0], f"{_span(chain, known + 1, earlier[0])} were there when the head was noted."
        )
    if before:
        seen.heads[str(chain)] = [before.number, before.hash]


def _rows(chain: int, fits: "_Keys") -> Iterator[_Row]:
    names = ("pk", "hash", *PLACE, *SAID)
    last: dict = {}
    for values in AuditEvent.objects.filter(chain=chain).order_by("number").values_list(*names).iterator(AS_MANY):
        row = dict(zip(names, values, strict=True))
        ours = fits(row)
        follows = last.get("number") == row["number"] - 1
        if ours and follows and last["ours"] and row["previous"] != last["hash"]:
            ours = False  # both are ours, but not of one trail: the end of another one was put here
        last = {**row, "ours": ours}
        yield _Row(row["pk"], row["at"], row["number"], row["hash"], ours)


def _between(chain: int, before: _Row | None, row: _Row) -> Iterator[Finding]:
    expected = before.number + 1 if before else 1
    if row.number > expected:
        after = f"after {_name(chain, before)}" if before else "at its beginning"
        words = f"{_span(chain, expected, row.number - 1)} were removed, {after} and before {_name(chain, row)}."
        yield Finding("removed", chain, expected, words)
    if not row.ours:
        yield Finding("changed", chain, row.number, f"{_name(chain, row)} is not what this site wrote.")


def _at_the_end(chain: int, head: AuditChain | None, now: AuditChain | None, last: _Row | None) -> Iterator[Finding]:
    known = last.number if last else 0
    if now is None:
        yield Finding("removed", chain, known, f"Chain {chain} has {known} events and no head: its head was removed.")
        return
    if head and known < head.length:
        yield Finding("removed", chain, known + 1, f"{_span(chain, known + 1, head.length)} were removed from the end.")
    elif known > now.length:
        words = f"{_span(chain, now.length + 1, known)} were inserted behind the head."
        yield Finding("inserted", chain, now.length + 1, words)
    elif last and known == now.length and last.hash != now.head:
        yield Finding("changed", chain, known, f"The head of chain {chain} is not the hash of {_name(chain, last)}.")


def _span(chain: int, first: int, last: int) -> str:
    return f"Chain {chain}: numbers {first} to {last} ({last - first + 1})"


def _name(chain: int, row: _Row) -> str:
    return f"event {row.pk} (chain {chain}, number {row.number}, {row.at:%Y-%m-%d %H:%M:%S} UTC)"


class _Keys:
    """Whether one of the site's keys made a row's hash; the one that did last is asked first."""

    def __init__(self):
        self.keys, self.once = list(keys()), False

    def __call__(self, row: dict) -> bool:
        for key in self.keys:
            if compare_digest(link(key, row).encode(), str(row["hash"]).encode()):
                if key is not self.keys[0]:
                    self.keys = [key, *(other for other in self.keys if other is not key)]
                self.once = True
                return True
        return False
