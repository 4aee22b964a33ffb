"""What every page says above its own words while a record of another clinic is open."""

from accounts.glass import has_broken_glass
from cases.selectors.broken_glass import open_glass_of


def broken_glass(request) -> dict:
    """Context processor: `broken_glass`, what whoever looks has open; asks the database only where there is some."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not has_broken_glass(user):
        return {}
    newest = {glass.patient_id: glass for glass in reversed(list(open_glass_of(user)))}
    return {"broken_glass": list(newest.values())}
