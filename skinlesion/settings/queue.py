"""Celery's settings. The Analysis row is the truth and the queue only a hint, hence early ack and no results."""

import sys
from pathlib import Path

# kombu's own, made safe; see there. Other brokers, and Redis over TLS, with theirs
TRANSPORTS = {"filesystem": "analysis.folder_queue:Transport", "redis://": "analysis.redis_queue:Transport"}


def broker_options(url: str, var_dir: Path) -> dict:
    """Transport options for the broker behind `url`; the embedded one keeps its messages as files under var/queue."""
    if url.startswith("filesystem"):
        folders = {name: var_dir / "queue" / name for name in ("messages", "control")}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        return {
            # one folder for both directions: what one process writes the next one reads
            "data_folder_in": str(folders["messages"]),
            "data_folder_out": str(folders["messages"]),
            "control_folder": str(folders["control"]),
            "polling_interval": 0.2,
        }
    if url.startswith("redis"):
        # short, because a clinician's upload publishes through this connection and must not hang on a dead broker
        # (measured: 1.0 s paused, 0.0 s stopped; without max_retries 2.0 s stopped)
        return {"socket_timeout": 1, "socket_connect_timeout": 0.5, "max_retries": 0, "visibility_timeout": 3600}
    if url.startswith(("amqp", "pyamqp")):
        # the same in RabbitMQ's client, which waits three times when a connection that was open hangs: for the
        # confirmation, for the end of the channel and of the connection (measured with 1: 3.0 s, then 1.0 s each).
        # "confirm_publish", because AMQP itself loses what is sent into a dead connection without a word
        return {"read_timeout": 0.5, "write_timeout": 0.5, "confirm_publish": True, "max_retries": 0}
    return {}


def celery_settings(*, url: str, var_dir: Path, task_seconds: int, reconcile_seconds: int) -> dict:
    """All CELERY_* settings, without the prefix."""
    return {
        "broker_url": url,
        "broker_transport": next((ours for start, ours in TRANSPORTS.items() if url.startswith(start)), None),
        "broker_transport_options": broker_options(url, var_dir),
        "broker_connection_retry_on_startup": True,
        "broker_connection_timeout": 1,
        # AMQP only: a connection that has been silent for two of these is dead
        "broker_heartbeat": 30,
        # a worker waits for its broker however long that takes
        "broker_connection_max_retries": None,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_publish_retry": False,
        "task_acks_late": False,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
        # Celery would close the database's connection before and after every task; skinlesion.celery asks Django
        # instead, which keeps one as long as CONN_MAX_AGE says
        "db_reuse_max": sys.maxsize,
        "task_default_queue": "interactive",
        "task_create_missing_queues": True,
        "task_time_limit": task_seconds,
        # never below half of a short limit: zero or less would end every analysis at once
        "task_soft_time_limit": max(task_seconds - 10, task_seconds / 2),
        "beat_schedule": {
            "reconcile": {"task": "analysis.tasks.reconcile", "schedule": float(reconcile_seconds)},
        },
        "timezone": "UTC",
    }
