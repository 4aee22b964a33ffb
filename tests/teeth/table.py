"""Every tooth there is."""

from tests.teeth import access, engine, intake, sessions, trust

TEETH = (*access.TEETH, *sessions.TEETH, *intake.TEETH, *engine.TEETH, *trust.TEETH)
