"""Whose signatures count: the archive's chain of keys, each endorsed by the one before.

Trust runs forwards only. An endorsement shows that the older key named the newer one; anybody can
name anybody's key as their successor. So with a trusted key given, what the chain lists *before*
it vouches for nothing.
"""

import hashlib
from base64 import b64encode
from dataclasses import dataclass

from salesgenix_verify.canonical import Fields
from salesgenix_verify.notes import KEY_BYTES, Note, is_signature, read_vkey, vkey
from salesgenix_verify.report import Place, Report, Tampered, Undecided

PLACE = Place("manifest.json")


@dataclass(frozen=True, slots=True)
class Keychain:
    """``publics`` by epoch from 1; those from ``trusted_from`` on are trusted."""

    origin: str
    publics: tuple[bytes, ...]
    trusted_from: int = 1

    def signer(self, note: Note) -> int | None:
        """The trusted epoch whose key signed ``note``, the newest first."""
        for epoch in range(len(self.publics), self.trusted_from - 1, -1):
            if note.is_signed_by(self.origin, self.publics[epoch - 1]):
                return epoch
        return None

    def has_signed(self, note: Note, epoch: int) -> bool:
        known = 1 <= epoch <= len(self.publics)
        return known and note.is_signed_by(self.origin, self.publics[epoch - 1])


def read_chain(manifest: Fields) -> tuple[bytes, ...]:
    """The public keys by epoch; ``Tampered`` when a link between two of them is missing."""
    publics: list[bytes] = []
    for number, item in enumerate(manifest.inners("keys"), start=1):
        public = item.base64("public")
        if item.number("epoch") != number or len(public) != KEY_BYTES or public in publics:
            raise Tampered("keys.shape", "The list of keys is not one chain from epoch 1.", PLACE)
        if publics:
            text = f"salesgenix-key/1\n{number}\n{b64encode(public).decode()}\n"
            if not is_signature(publics[-1], item.base64("endorsement"), text.encode()):
                raise Tampered(
                    "keys.endorsement",
                    f"The key of epoch {number} is not endorsed by the one before it.",
                    PLACE,
                )
        elif item.has("endorsement"):
            raise Tampered("keys.shape", "The first key cannot be endorsed by anything.", PLACE)
        publics.append(public)
    if not publics:
        raise Tampered("keys.none", "The archive names no key.", PLACE)
    return tuple(publics)


def trust(origin: str, publics: tuple[bytes, ...], given: list[str]) -> Keychain:
    """The chain from the oldest of the ``given`` verifier keys on; all of it when none is given."""
    if not given:
        return Keychain(origin, publics)
    named = [read_vkey(text) for text in given]
    ours = [public for name, public in named if name == origin]
    if not ours:
        raise Undecided(
            "key.other_log",
            f"The key you gave belongs to {named[0][0]}, this archive to {origin}. The key of this "
            "log is needed.",
        )
    epochs = [publics.index(public) + 1 for public in ours if public in publics]
    if not epochs:
        raise Tampered("key.stranger", "Signed by a key that is not the one you trust.", PLACE)
    return Keychain(origin, publics, min(epochs))


def describe(chain: Keychain, report: Report, *, was_given: bool) -> None:
    report.keys = [
        {
            "epoch": epoch,
            "vkey": vkey(chain.origin, public),
            "fingerprint": hashlib.sha256(public).hexdigest(),
            "trusted": was_given and epoch >= chain.trusted_from,
        }
        for epoch, public in enumerate(chain.publics, start=1)
    ]
    if not was_given:
        report.unproven.append(
            "Whose key signed this. No --key was given: compare the key below with the one that "
            "the company published. A forger can sign with a key of their own."
        )
