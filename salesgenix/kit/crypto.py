"""Sealing: AES-256-GCM under a key per person, with a key per record derived from it.

The person's key lies in a store of its own (``KeyStore``), wrapped by the installation's master
key. Destroying it makes every sealed value of that person unreadable, wherever a copy may lie.
"""

import hashlib
import hmac
import secrets
from functools import lru_cache
from threading import Lock
from typing import Any, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from salesgenix.kit.errors import NotFound, Unavailable

NONCE_BYTES = 12
KEY_BYTES = 32
BLOCK_BYTES = 64  # of SHA-256


class KeyStore(Protocol):
    """Where wrapped keys lie: apart from the business data, so that a backup holds no key."""

    def get(self, workspace_id: UUID, name: str) -> bytes | None: ...

    def add(self, workspace_id: UUID, name: str, wrapped: bytes) -> bytes:
        """Keeps ``wrapped`` unless the name has a key already; returns the one kept."""

    def destroy(self, workspace_id: UUID, name: str) -> None:
        """Overwrites the key and lets the name have no other, whether it had one or not."""

    def is_overwritten(self, wrapped: bytes) -> bool:
        """Whether these bytes lie nowhere in the store any more."""


def seal(key: bytes, plaintext: bytes, *, place: str) -> bytes:
    """Ciphertext bound to ``place``: moved to another place it does not open."""
    nonce, bound = secrets.token_bytes(NONCE_BYTES), place.encode()
    return nonce + AESGCM(_expand(key, bound)).encrypt(nonce, plaintext, bound)


def unseal(key: bytes, sealed: bytes, *, place: str) -> bytes:
    """The plaintext; ``Unavailable`` when key, place or bytes do not belong together."""
    try:
        return AESGCM(record_key(key, place)).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode()
        )
    except InvalidTag as error:
        raise Unavailable("seal.broken", "A sealed value does not open.", place=place) from error


def record_key(key: bytes, place: str) -> bytes:
    """The key of one sealed value: HKDF-SHA-256 (RFC 5869) without salt, one block long, ``place``
    being its info. It opens that value alone, so it can be given away with it.
    """
    return _expand(key, place.encode())


def _expand(key: bytes, info: bytes) -> bytes:
    begun, end = _extract(key)
    inner, outer = begun.copy(), end.copy()
    inner.update(info + b"\x01")
    outer.update(inner.digest())
    expanded: bytes = outer.digest()
    return expanded


@lru_cache(maxsize=4096)
def _extract(key: bytes) -> tuple[Any, Any]:
    """The first half of HKDF, which is the same for everything of a person, as the beginning of the
    second: its HMAC (RFC 2104) is two hashes, and to copy them costs half of copying ``hmac.HMAC``.
    """
    half = hmac.digest(bytes(KEY_BYTES), key, "sha256").ljust(BLOCK_BYTES, b"\0")
    return (
        hashlib.sha256(bytes(byte ^ 0x36 for byte in half)),
        hashlib.sha256(bytes(byte ^ 0x5C for byte in half)),
    )


class Keyring:
    """The installation's keys: one per person, one pepper per workspace for blind indexes."""

    def __init__(self, store: KeyStore, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise ValueError("the master key has 32 bytes")
        self._store = store
        self._master = AESGCM(master_key)
        self._open: dict[tuple[UUID, str], bytes] = {}
        self._lock = Lock()

    def person(self, workspace_id: UUID, subject_ref: UUID) -> bytes:
        """The person's key, made at first use. ``NotFound`` once it has been destroyed."""
        return self._key(workspace_id, f"person:{subject_ref}")

    def workspace(self, workspace_id: UUID, purpose: str) -> bytes:
        return self._key(workspace_id, f"workspace:{purpose}")

    def blind(self, workspace_id: UUID, kind: str, value: str) -> bytes:
        """A keyed index of ``value``: equal values match, nothing can be read back from it."""
        pepper = self.workspace(workspace_id, "pepper")
        return hmac.new(pepper, f"{kind}:{value}".encode(), hashlib.sha256).digest()

    def living_person(self, workspace_id: UUID, subject_ref: UUID) -> bytes:
        """As ``person``, but the store is asked, not only what this process remembers."""
        name = f"person:{subject_ref}"
        if self._store.get(workspace_id, name) == b"":
            with self._lock:
                self._open.pop((workspace_id, name), None)
        return self._key(workspace_id, name)

    def destroy_person(self, workspace_id: UUID, subject_ref: UUID) -> None:
        self.destroy(workspace_id, f"person:{subject_ref}")

    def destroy(self, workspace_id: UUID, name: str) -> None:
        """Ends the key of this whole name (``person:…``, ``workspace:…``) for ever.

        ``Unavailable`` (``key.remains``) when its bytes still lie in the store afterwards.
        """
        with self._lock:
            self._open.pop((workspace_id, name), None)
            _extract.cache_clear()
        wrapped = self._store.get(workspace_id, name)
        self._store.destroy(workspace_id, name)
        if wrapped and not self._store.is_overwritten(wrapped):
            raise Unavailable("key.remains", "The bytes of a destroyed key were not overwritten.")

    def _key(self, workspace_id: UUID, name: str) -> bytes:
        slot = (workspace_id, name)
        key = self._open.get(slot)
        if key is not None:
            return key
        place = f"{workspace_id}:{name}".encode()
        wrapped = self._store.get(workspace_id, name)
        if wrapped is None:
            nonce = secrets.token_bytes(NONCE_BYTES)
            fresh = secrets.token_bytes(KEY_BYTES)
            wrapped = self._store.add(
                workspace_id, name, nonce + self._master.encrypt(nonce, fresh, place)
            )
        if not wrapped:
            raise NotFound("key.destroyed", "This person's data has been erased.")
        try:
            key = self._master.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], place)
        except InvalidTag as error:
            raise Unavailable(
                "master_key.wrong", "The master key does not open this installation's keys."
            ) from error
        with self._lock:
            self._open[slot] = key
        return key
