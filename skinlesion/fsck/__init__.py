"""Do rows and files still belong together? `manage.py fsck` asks, and mends what can be mended without inventing."""
