"""Every tooth there is."""

from tests.teeth import access, engine, intake, sessions

TEETH = (*access.TEETH, *sessions.TEETH, *intake.TEETH, *engine.TEETH)
