"""Asks the API everything that its description allows, and much that it does not, as one of the roles."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from rest_framework_simplejwt.tokens import AccessToken
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from accounts.models import User
from accounts.services.issue_tokens import issue_tokens

PHASES = ("examples", "coverage", "fuzzing", "stateful")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "unsupported_method",
    "allow_header_conformance",
)


@dataclass
class Findings:
    """What a role was answered: requests by operation and by phase, answers by status, and all that was wrong."""

    operations: Counter = field(default_factory=Counter)
    phases: Counter = field(default_factory=Counter)
    statuses: Counter = field(default_factory=Counter)
    wrong: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many there were."""
        return sum(self.statuses.values())

    def add(self, scenario: events.ScenarioFinished) -> None:
        """Count what one operation was asked in one phase, and keep one example of each thing that was wrong."""
        recorder = scenario.recorder
        for case_id, node in recorder.cases.items():
            interaction = recorder.interactions.get(case_id)
            if interaction is None or interaction.response is None:
                continue
            self.operations[node.value.operation.label] += 1
            self.phases[scenario.phase.value] += 1
            self.statuses[interaction.response.status_code] += 1
        for case_id, checks in recorder.checks.items():
            for check in checks:
                if check.status == Status.SUCCESS:
                    continue
                label = recorder.cases[case_id].value.operation.label
                told = check.failure_info
                said = f"{told.failure.title}: {told.failure.message}\n{told.code_sample}" if told else "it broke"
                self.wrong.setdefault((label, check.name), said)

    def broke(self, error: events.NonFatalError) -> None:
        """The tool itself could not ask: that is no pass either."""
        self.wrong[(str(error.label), "not asked")] = str(error.info.format())


def ask(
    who: User | None, *, examples: int, phases: tuple[str, ...] = PHASES, seed: int = 1, only: str = ""
) -> Findings:
    """Ask in this process, over WSGI, against the database as it is.

    Args:
        who: the person whose access token goes with every request; None: a stranger without one.
        examples: generated requests of each operation in the phase "fuzzing".
        phases: of `PHASES`.
        seed: the same seed asks the same things of the same rows.
        only: operations whose address holds this, all without.
    """
    config = _config(who, examples, phases, seed)
    schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", WSGIHandler(), config=config)
    if only:
        schema = schema.include(path_regex=only)
    found = Findings()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            found.add(event)
        elif isinstance(event, events.NonFatalError):
            found.broke(event)
        elif isinstance(event, events.FatalError):
            raise event.exception
    return found


def _config(who: User | None, examples: int, phases: tuple[str, ...], seed: int) -> SchemathesisConfig:
    # ids that exist, own and foreign: drawn numbers alone would see little but 404
    ids = {"values": list(range(1, 9))}
    config = {
        "seed": seed,
        "continue-on-failure": True,
        "dictionaries": {"ids": ids},
        "generation": {
            "max-examples": examples,
            "database": "none",
            "dictionaries": {"integer": {"dictionary": "ids", "probability": 0.4}},
        },
        "phases": {name: {"enabled": name in phases} for name in PHASES},
        "checks": {"enabled": False} | {name: {"enabled": True} for name in CHECKS},
        "output": {"sanitization": {"enabled": False}},
        "suppress-health-check": ["all"],
    }
    if who is not None:
        config["headers"] = {"Authorization": f"Bearer {_long_token(who)}"}
    return SchemathesisConfig.from_dict(config)


def _long_token(who: User) -> str:
    """The run takes longer than the five minutes of a token of ours."""
    token = AccessToken(issue_tokens(user=who).access)
    token.set_exp(lifetime=timedelta(hours=12))
    return str(token)
