"""A real nginx with the configuration that we ship, moved to free ports and into a folder of the test."""

import http.client
import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import skip_or_fail
from tests.flows.processes import ROOT, Process, free_port, wait_until

SHIPPED = ROOT / "deploy" / "nginx"
WHOLE = """
user root;
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {ours}
}}
"""


class Nginx:
    """`plain` and `tls` are its ports."""

    def __init__(self, folder: Path, *, upstream: str, files: Path):
        self.folder, self.plain, self.tls = folder, free_port(), free_port()
        moved = "".join((SHIPPED / name).read_text() for name in ("upstream.conf", "skinlesion.conf"))
        for pattern, new in (
            (r"server 127\.0\.0\.1:8000;", f"server {upstream};"),
            (r"listen 80;", f"listen 127.0.0.1:{self.plain};"),
            (r"listen 443 ssl http2;", f"listen 127.0.0.1:{self.tls} ssl http2;"),
            (r"skinlesion\.clinic\.example", "localhost"),
            (r"/etc/ssl/skinlesion/", f"{folder}/"),
            (r"/var/lib/skinlesion/", f"{files}/"),
        ):
            moved, found = re.subn(pattern, new, moved)
            assert found, f"{SHIPPED} has no {pattern} any more"
        (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, ours=moved))

    def ask(self, path: str, *, method: str = "GET", plain: bool = False, **headers: str):
        """(status, headers, body); `headers` with _ for -."""
        trusting = ssl._create_unverified_context()
        connection = (
            http.client.HTTPConnection("127.0.0.1", self.plain, timeout=30)
            if plain
            else http.client.HTTPSConnection("127.0.0.1", self.tls, timeout=30, context=trusting)
        )
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers={"Host": "localhost"} | named)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


@contextmanager
def own_nginx(folder: Path, *, upstream: str, files: Path) -> Iterator[Nginx]:
    """Running, with a certificate made for it."""
    if shutil.which("nginx") is None:
        skip_or_fail("There is no nginx on this machine")
    nginx = Nginx(folder, upstream=upstream, files=files)
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-keyout", folder / "privkey.pem")
    certificate = ("openssl", "req", "-x509", "-subj", "/CN=localhost", *key, "-out", folder / "fullchain.pem")
    subprocess.run(certificate, check=True, capture_output=True)
    options = ("-c", folder / "nginx.conf", "-e", folder / "error.log")
    process = Process("nginx", *options, environment=dict(os.environ), log=folder / "log")

    def answers() -> bool:
        assert process.popen.poll() is None, (folder / "log").read_text()
        try:
            return nginx.ask("/", plain=True)[0] == 301
        except OSError:
            return False

    try:
        wait_until(answers, seconds=30, what=f"nginx answers, see {folder}/log")
        yield nginx
    finally:
        process.kill_group()
