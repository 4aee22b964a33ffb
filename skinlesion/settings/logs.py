"""Logging: one line an event, with the request id; never a name, never a file name."""


def logging_config(*, level: str, form: str) -> dict:
    """Django's LOGGING for `plain` (people) or `json` (log collectors) lines on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "accounts.request_id.RequestIdFilter"}},
        "formatters": {
            "plain": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
            "json": {"()": "skinlesion.json_logs.JsonFormatter"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": form, "filters": ["request_id"]},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # its lines carry the path of every refused request; 4xx are counted by the audit trail instead
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "ERROR", "handlers": [], "propagate": True},
        },
    }
