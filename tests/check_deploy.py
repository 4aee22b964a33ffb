"""`make check`: Django's deployment check with the settings a real site would have."""

import base64
import os
import secrets
import subprocess
import sys

SETTINGS = {
    "SKINLESION_DEBUG": "0",
    "SKINLESION_SECRET_KEY": secrets.token_urlsafe(64),
    "SKINLESION_DATA_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
    "SKINLESION_ALLOWED_HOSTS": "skinlesion.clinic.example",
    "SKINLESION_HTTPS": "1",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
}
COMMAND = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

if __name__ == "__main__":
    sys.exit(subprocess.run(COMMAND, env={**os.environ, **SETTINGS}, check=False).returncode)
