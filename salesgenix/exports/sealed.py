"""Files at rest: chunks of AES-256-GCM that can be neither cut short, reordered nor exchanged.

A file is a 16-byte salt, then sealed chunks of 64 KiB of plaintext (the last one shorter, perhaps
empty). Its key is derived from the export's key, the file's name and the salt, so that a file
written a second time never uses a nonce twice; the nonce is the chunk's number; number and whether
it is the last are bound into the seal. Nothing but ciphertext ever touches the disk.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from salesgenix.kit.errors import Unavailable

CHUNK_BYTES = 65_536
SALT_BYTES = 16
TAG_BYTES = 16


def make_folder(folder: Path) -> None:
    """A folder for the owner of the process alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


class SealedWriter:
    """``write`` plaintext, then ``close``; a file that was not closed does not open."""

    def __init__(self, path: Path, key: bytes, *, name: str) -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        self._cipher, self._name = _cipher(key, name, salt), name
        self._number = 0
        self._pending = bytearray()
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "wb")
        self._file.write(salt)

    def write(self, data: bytes) -> None:
        self._pending += data
        while len(self._pending) > CHUNK_BYTES:  # what fills the last chunk waits for ``close``
            self._put(bytes(self._pending[:CHUNK_BYTES]), is_last=False)
            del self._pending[:CHUNK_BYTES]

    def close(self) -> None:
        """Ends the file; it is on the disk when this returns."""
        self._put(bytes(self._pending), is_last=True)
        self._pending.clear()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        self._file.close()

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        bound = _bound(self._name, self._number, is_last=is_last)
        self._file.write(self._cipher.encrypt(_nonce(self._number), chunk, bound))
        self._number += 1


class SealedReader:
    """Opens a sealed file; it stays readable to the end even if its name is taken away meanwhile.

    ``Unavailable`` (``export.broken``) for a file that was cut, changed or sealed by another key,
    ``export.gone`` for one that is not there.
    """

    def __init__(self, path: Path, key: bytes, *, name: str) -> None:
        self._name = name
        try:
            self._file: BinaryIO = path.open("rb")
        except FileNotFoundError:
            raise Unavailable("export.gone", "The archive's file is not there any more.") from None
        salt = self._file.read(SALT_BYTES)
        if len(salt) != SALT_BYTES:
            self._file.close()
            raise _broken(name)
        self._cipher = _cipher(key, name, salt)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def chunks(self) -> Iterator[bytes]:
        """The plaintext from the beginning, chunk by chunk; it may be asked for more than once."""
        self._file.seek(SALT_BYTES)
        number, chunk = 0, self._file.read(CHUNK_BYTES + TAG_BYTES)
        while True:
            following = self._file.read(CHUNK_BYTES + TAG_BYTES)
            bound = _bound(self._name, number, is_last=not following)
            try:
                plain = self._cipher.decrypt(_nonce(number), chunk, bound)
            except (InvalidTag, ValueError):
                raise _broken(self._name) from None
            if plain:
                yield plain
            if not following:
                return
            number, chunk = number + 1, following

    def close(self) -> None:
        self._file.close()


def _cipher(key: bytes, name: str, salt: bytes) -> AESGCM:
    info = f"salesgenix-sealed-file/1:{name}".encode()
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=info).derive(key))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(name: str, number: int, *, is_last: bool) -> bytes:
    return f"{name}:{number}:{'last' if is_last else 'more'}".encode()


def _broken(name: str) -> Unavailable:
    return Unavailable(
        "export.broken", "The archive's file is damaged; ask for the export again.", name=name
    )
