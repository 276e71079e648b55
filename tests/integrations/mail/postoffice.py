"""Debian's postfix and dovecot, and a remote server that refuses, on loopback and in a folder.

Nothing of the system's own configuration is read or touched.
"""

import os
import shutil
import ssl
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from string import Template

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import servers

DOMAIN = "orchard.example"
FAR = "nordhalle.example"  # where the remote server is
PASSWORD = "wort-im-test"
QUEUES = (
    "active",
    "bounce",
    "corrupt",
    "defer",
    "deferred",
    "flush",
    "hold",
    "incoming",
    "private",
    "saved",
    "trace",
)


class RemoteServer:
    """Refuses who is ``gone`` or ``full`` for good and who is ``grey`` for now; keeps the rest."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        name = address.partition("@")[0]
        refusals = {
            "gone": "550 5.1.1 no such person here",
            "full": "552 5.2.2 mailbox full",
            "grey": "450 4.7.1 greylisted, come back later",
        }
        if name in refusals:
            return refusals[name]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(envelope.content)
        return "250 OK"


@dataclass
class PostOffice:
    """``smtp`` is postfix, ``imap``, ``imaps`` dovecot, ``far`` the remote server: ports."""

    root: Path
    smtp: int
    imap: int
    imaps: int
    far: int
    remote: RemoteServer = field(default_factory=RemoteServer)

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.root / "dovecot/cert.pem"))


def open_office(close) -> PostOffice:
    """Starts all three; ``close`` takes what ends them."""
    _, master, _ = servers.program("postfix", "postfix", "master", "postconf")
    dovecot, *_ = servers.program("dovecot", "dovecot", "imap", "lmtp")
    if os.geteuid() != 0:
        servers.lacks("postfix", "it starts as root alone")
    root = Path(tempfile.mkdtemp(prefix="mail-servers-"))
    root.chmod(0o755)
    close(lambda: shutil.rmtree(root, ignore_errors=True))
    smtp, imap, imaps, lmtp, far = servers.free_ports(5)
    office = PostOffice(root, smtp, imap, imaps, far)
    _start_dovecot(dovecot, office, lmtp, close)
    _start_postfix(master, office, lmtp, close)
    controller = Controller(office.remote, hostname="127.0.0.1", port=far)
    controller.start()
    close(controller.stop)
    for port in (imap, lmtp, smtp):
        servers.wait_for(port)
    servers.ran("postfix")
    servers.ran("dovecot")
    return office


def _start_dovecot(program: str, office: PostOffice, lmtp: int, close) -> None:
    home = office.root / "dovecot"
    (home / "mail").mkdir(parents=True)
    shutil.chown(home / "mail", "nobody", "nogroup")
    _certificate(home)
    facts = {"imap": office.imap, "imaps": office.imaps, "lmtp": lmtp, "password": PASSWORD}
    _configure(home / "dovecot.conf", home=home, **facts)
    process = subprocess.Popen(
        [program, "-F", "-c", str(home / "dovecot.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    close(lambda: _end(process))


def _configure(path: Path, **facts: object) -> None:
    """The file of that name in ``config/``, with the facts of this start."""
    text = (Path(__file__).parent / "config" / path.name).read_text(encoding="utf-8")
    path.write_text(Template(text).substitute(facts), encoding="utf-8")


def _certificate(home: Path) -> None:
    """One that nobody vouches for, good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    places = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(places), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (home / "cert.pem").write_bytes(built.public_bytes(pem))
    plain = serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (home / "key.pem").write_bytes(private)


def _start_postfix(master: str, office: PostOffice, lmtp: int, close) -> None:
    home = office.root / "postfix"
    queue, data = home / "queue", home / "data"
    for name in QUEUES:
        (queue / name).mkdir(parents=True)
        shutil.chown(queue / name, "postfix")
        (queue / name).chmod(0o700)
    for name, mode in (("pid", 0o755), ("public", 0o710), ("maildrop", 0o730)):
        (queue / name).mkdir()
        (queue / name).chmod(mode)
        if name != "pid":
            shutil.chown(queue / name, "postfix", "postdrop")
    data.mkdir()
    shutil.chown(data, "postfix")
    _configure(
        home / "main.cf",
        home=home,
        daemons=Path(master).parent,
        domain=DOMAIN,
        far=FAR,
        far_port=office.far,
        lmtp=lmtp,
    )
    _configure(home / "master.cf", smtp=office.smtp)
    process = subprocess.Popen(
        [master, "-c", str(home), "-d"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    close(lambda: _end(process))


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
