"""DKIM (RFC 6376): a mail vouched for by the domain it comes from, last of all before it goes.

The signed bytes are sent as they are; whoever changes one afterwards breaks the seal. RSA with 2048
bits and SHA-256, which every receiver verifies; both canonicalisations are relaxed, so relays may
fold lines.
"""

import base64
import re
from dataclasses import dataclass, field
from functools import cached_property

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KEY_BITS = 2048
RELAXED = (b"relaxed", b"relaxed")
# What a reader or a program acts on. RFC 8058 wants both headers of the unsubscription covered.
COVERED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references",
    b"mime-version", b"content-type", b"content-transfer-encoding", b"auto-submitted",
    b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip
# Named once more than they stand there: nobody can add a second one above ours.
SEALED = (b"from", b"to", b"subject", b"date", b"reply-to", b"list-unsubscribe")
NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})*")


class SigningError(Exception):
    """``code``: ``dkim.key`` or ``dkim.message``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Signer:
    """Signs for ``domain``; the public half stands in the DNS under ``selector``."""

    domain: str
    selector: str
    key: bytes = field(repr=False)  # PEM

    @cached_property
    def _plain_key(self) -> bytes:
        """In the form that the signing library reads, whatever PEM it came in."""
        return _load(self.key).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )

    def sign(self, message: bytes) -> bytes:
        """The same bytes with the seal in front. Raises ``SigningError`` and nothing else."""
        domain = _ascii(self.domain)
        if not (NAME.fullmatch(domain) and NAME.fullmatch(self.selector)):
            raise SigningError("dkim.key")
        there = {name.lower() for name, _ in _fields(message)}
        names = [name for name in COVERED if name in there] + list(SEALED)
        key = self._plain_key
        try:
            seal: bytes = dkim.sign(
                message,
                self.selector.encode(),
                domain.encode(),
                key,
                canonicalize=RELAXED,
                include_headers=names,
            )
        except (dkim.DKIMException, ValueError) as error:
            raise SigningError("dkim.message") from error
        return seal + message


def new_key() -> bytes:
    """A private key as PEM, to be kept sealed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def record_name(selector: str, domain: str) -> str:
    return f"{selector}._domainkey.{domain}"


def record_text(key: bytes) -> str:
    """What the TXT record says; public by nature."""
    public = _load(key).public_key()
    encoded = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return f"v=DKIM1; k=rsa; p={base64.b64encode(encoded).decode()}"


def _ascii(domain: str) -> str:
    try:
        return domain.lower().encode("idna").decode("ascii")
    except UnicodeError as error:
        raise SigningError("dkim.key") from error


def _load(key: bytes) -> rsa.RSAPrivateKey:
    try:
        loaded = serialization.load_pem_private_key(key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SigningError("dkim.key") from error
    if not isinstance(loaded, rsa.RSAPrivateKey) or loaded.key_size < KEY_BITS:
        raise SigningError("dkim.key")
    return loaded


def _fields(message: bytes) -> list[tuple[bytes, bytes]]:
    try:
        fields: list[tuple[bytes, bytes]] = dkim.rfc822_parse(message)[0]
    except dkim.DKIMException as error:
        raise SigningError("dkim.message") from error
    return fields
