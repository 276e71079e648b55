"""C2SP signed notes, checkpoints and verifier keys (Ed25519), read strictly."""

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from salesgenix_verify.canonical import unbase64
from salesgenix_verify.report import Place, Tampered

ED25519 = b"\x01"
ID_BYTES, KEY_BYTES = 4, 32
CHECKPOINT = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n")


def key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:ID_BYTES]


def vkey(name: str, public: bytes) -> str:
    """The key as it is published: ``<name>+<hex id>+<base64 of 0x01 and the key>``."""
    return f"{name}+{key_id(name, public).hex()}+{b64encode(ED25519 + public).decode()}"


def read_vkey(text: str) -> tuple[str, bytes]:
    """Name and public key; ``ValueError`` for what is no such key."""
    name, identity, encoded = text.split("+", 2)
    raw = unbase64(encoded)
    public = raw[1:]
    if raw[:1] != ED25519 or len(public) != KEY_BYTES or key_id(name, public).hex() != identity:
        raise ValueError("not an Ed25519 verifier key")
    return name, public


@dataclass(frozen=True, slots=True)
class Note:
    """``text`` ends in a newline; ``signatures`` are (key name, key id, signature)."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    def is_signed_by(self, name: str, public: bytes) -> bool:
        wanted = (name, key_id(name, public))
        return any(
            (signer, identity) == wanted and is_signature(public, signature, self.text.encode())
            for signer, identity, signature in self.signatures
        )


def read_note(raw: bytes, place: Place) -> Note:
    """``Tampered`` unless every byte belongs to the text or to a signature line."""
    try:
        text, gap, tail = raw.decode("utf-8").rpartition("\n\n")
        lines = tail[:-1].split("\n") if text and gap and tail.endswith("\n") else [""]
        return Note(f"{text}\n", tuple(_signature(line) for line in lines))
    except ValueError:
        raise Tampered("note.unreadable", "This is not a signed note.", place) from None


def _signature(line: str) -> tuple[str, bytes, bytes]:
    dash, name, encoded = line.split(" ")
    raw = unbase64(encoded)
    if dash != "—" or not name or len(raw) <= ID_BYTES:
        raise ValueError("not a signature line")
    return name, raw[:ID_BYTES], raw[ID_BYTES:]


def is_signature(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed head: the first ``size`` records of the log ``origin`` have this ``root``."""

    origin: str
    size: int
    root: bytes
    note: Note


def read_checkpoint(raw: bytes, place: Place) -> Checkpoint:
    """Signatures are not checked here; whose they must be depends on where the note stands."""
    note = read_note(raw, place)
    said = CHECKPOINT.fullmatch(note.text)
    if said is None:
        raise Tampered("checkpoint.unreadable", "This note is not a checkpoint of a log.", place)
    try:
        root = unbase64(said[3])
    except ValueError:
        raise Tampered("checkpoint.unreadable", "This is not a root of a log.", place) from None
    return Checkpoint(said[1], int(said[2]), root, note)


def digest_text(kind: str, origin: str, digest: bytes) -> str:
    """What a note says that vouches for a file by its SHA-256."""
    return f"{kind}\n{origin}\n{b64encode(digest).decode()}\n"
