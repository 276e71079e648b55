"""A real Radicale on loopback, with two people who must not see each other's calendars."""

import subprocess
import sys
import urllib.request
import uuid
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from integrations.calendar.caldav import Account, CalDav
from tests import servers

CONFIG = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
[logging]
level = error
"""


@dataclass(frozen=True)
class Radicale:
    url: str

    def calendar(self, user: str = "ben") -> str:
        """A new calendar of ``user``'s, by a plain MKCALENDAR."""
        name = f"c{uuid.uuid4().hex[:8]}"
        url = f"{self.url}/{user}/{name}/"
        self.raw("MKCALENDAR", url, user=user)
        return url

    def raw(self, method: str, url: str, body: bytes = b"", *, user: str = "ben") -> bytes:
        """A request past our own client."""
        request = urllib.request.Request(url, data=body or None, method=method)
        credentials = f"{user}:secret-{user}".encode()
        request.add_header("Authorization", "Basic " + b64encode(credentials).decode())
        request.add_header("Content-Type", "text/calendar")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    def client(self, user: str = "ben", password: str | None = None) -> CalDav:
        return CalDav(
            Account(
                address=f"{self.url}/",
                username=user,
                password=password or f"secret-{user}",
                owner=f"{user}@orchard.example",
            )
        )


@contextmanager
def serving(folder: Path) -> Iterator[Radicale]:
    (port,) = servers.free_ports(1)
    (folder / "users").write_text("ben:secret-ben\nines:secret-ines\n")
    (folder / "config").write_text(CONFIG.format(port=port, folder=folder))
    process = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", str(folder / "config")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        servers.wait_for(port)
        servers.ran("radicale")
        yield Radicale(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(10)
