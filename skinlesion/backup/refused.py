"""What stops a backup or a restore."""


class BackupRefused(Exception):
    """One sentence for the operator; nothing of the running system was touched."""
