"""Database and files in one folder, every byte under a hash, and the way back. See docs/reliability/files.md."""
