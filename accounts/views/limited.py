"""How often one person may do what is dear, on pages."""

from collections.abc import Callable
from functools import wraps

from accounts.limits import spend


def limited(limit: str, *, methods: tuple[str, ...] = ("GET", "HEAD", "POST")) -> Callable:
    """Decorates a page below `requires`: more than settings.LIMITS allows is answered with 429."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.method in methods:
                spend(limit, request.user.pk)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
