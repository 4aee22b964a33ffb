"""`manage.py set_up`: everything between a fresh clone and a running demo, in one process so that it is quick."""

import socket

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command


class Command(BaseCommand):
    """Database, trained networks and demo clinic; safe to run again."""

    help = "Migrate, register the shipped networks, load the demo clinic; say where to look. Safe to run again."

    def add_arguments(self, parser) -> None:
        """The port is only looked at and named; the web server opens it."""
        parser.add_argument("--port", type=int, default=8000, help="port that the site will be served on")

    def handle(self, *args, port: int, **options) -> None:
        """Do it all; each step says itself."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(f"Port {port} is taken: choose another, `make run PORT={port + 1}`.") from error
        self.stdout.write("Database ...")
        call_command("migrate", verbosity=0)
        self.stdout.write("Trained networks ...")
        call_command("register_models")
        if settings.DEMO:
            self.stdout.write("Demo clinic ...")
            call_command("load_demo")
        self.stdout.write(
            self.style.SUCCESS(
                f"\n  skinlesion is about to serve http://localhost:{port}\n"
                f"  clinician      ana@clinic-a.example\n"
                f"  administrator  admin@clinic-a.example  (admin pages: http://localhost:{port}/admin/)\n"
                f"  password       {settings.DEMO_PASSWORD}\n"
                f"  API            http://localhost:{port}/api/docs/\n"
                f"  stop           Ctrl-C\n"
            )
            if settings.DEMO
            else f"Ready to serve on port {port}."
        )
