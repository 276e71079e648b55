"""C2SP signed notes and checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), Ed25519.

A note is text that ends in a newline, an empty line, then signature lines
``— <key name> base64(key id || signature)``. The key id is
SHA-256(name || 0x0A || 0x01 || public key)[:4].
"""

import hashlib
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from salesgenix.kit.errors import Invalid

ED25519 = b"\x01"
KEY_ID_BYTES = 4
NAME = re.compile(r"[^\s+]+")
SIGNATURES = re.compile(r"(— [^\s+]+ [A-Za-z0-9+/]+={0,2}\n)+")


@dataclass(frozen=True, slots=True)
class Signer:
    """The installation's signing key of one ``epoch``; ``seed`` is the 32 secret bytes."""

    epoch: int
    seed: bytes

    @property
    def public(self) -> bytes:
        return self._key().public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key().sign(message)

    def note(self, name: str, text: str) -> str:
        """``text`` as a note signed under the key name ``name``."""
        _require_name(name)
        if not text.endswith("\n") or not text.replace("\n", "").isprintable():
            raise Invalid("note.text", "A note is lines of text without control characters.")
        line = b64encode(key_id(name, self.public) + self.sign(text.encode())).decode()
        return f"{text}\n— {name} {line}\n"

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def _require_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise Invalid("note.name", "A key's name has no spaces and no plus sign.")


def key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_ID_BYTES]


def verifier_key(name: str, public: bytes) -> str:
    """``<name>+<hex key id>+<base64 of algorithm and key>``, as verifiers are told it."""
    return f"{name}+{key_id(name, public).hex()}+{b64encode(ED25519 + public).decode()}"


def is_signed_by(note: str, name: str, public: bytes) -> bool:
    try:
        open_note(note, name, public)
    except Invalid:
        return False
    return True


def open_note(note: str, name: str, public: bytes) -> str:
    """The note's text; ``Invalid`` unless this key, under this name, has signed it."""
    text, gap, signatures = note.rpartition("\n\n")
    if not gap or not SIGNATURES.fullmatch(signatures):
        raise Invalid("note.malformed", "This is not a signed note.")
    wanted = f"— {name} "
    for line in signatures.split("\n"):
        if line.startswith(wanted) and _is_signed(f"{text}\n", line[len(wanted) :], name, public):
            return f"{text}\n"
    raise Invalid("note.unsigned", "The note is not signed by this key.")


def _is_signed(text: str, signature: str, name: str, public: bytes) -> bool:
    try:
        raw = b64decode(signature, validate=True)
    except NotBase64:
        return False
    if raw[:KEY_ID_BYTES] != key_id(name, public):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw[KEY_ID_BYTES:], text.encode())
    except InvalidSignature:
        return False
    return True
