"""Log lines as JSON, one object a line, for log collectors."""

import json
import logging


class JsonFormatter(logging.Formatter):
    """Time, level, logger, request id, message, and the exception if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one JSON object."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)
