"""Signed heads: the archive's own checkpoints, and those that somebody has kept elsewhere.

Where the whole log is there, the root at each size is computed again. Where only a part is, a
proof must lead from the older head to the archive's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from salesgenix_verify.canonical import parse
from salesgenix_verify.keychain import Keychain
from salesgenix_verify.manifest import Manifest
from salesgenix_verify.notes import Checkpoint, read_checkpoint
from salesgenix_verify.report import Place, Tampered, Undecided
from salesgenix_verify.trees import is_continued

FILE = "checkpoints.jsonl"


@dataclass(slots=True)
class History:
    """Roots by size: ``told`` by the archive's signed checkpoints, ``computed`` from its records,
    ``proven`` to be a beginning of the archive's tree.
    """

    told: dict[int, bytes] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    computed: dict[int, bytes] = field(default_factory=dict)
    proven: dict[int, bytes] = field(default_factory=dict)


def read_told(lines: Iterable[tuple[Place, bytes]], manifest: Manifest, keys: Keychain) -> History:
    history, before = History(), -1
    for place, raw in lines:
        fields = parse(raw, place)
        size, root, epoch = fields.number("size"), fields.digest("root"), fields.number("key_epoch")
        checkpoint = read_checkpoint(fields.text("note").encode(), place)
        if (checkpoint.origin, checkpoint.size, checkpoint.root) != (manifest.origin, size, root):
            raise Tampered("checkpoints.note", "The line says something else than its note.", place)
        if not keys.has_signed(checkpoint.note, epoch):
            raise Tampered(
                "checkpoints.signature", "The note is not signed by its epoch's key.", place
            )
        if not before < size <= manifest.size:
            raise Tampered("checkpoints.order", "The sizes do not ascend to the tree's.", place)
        before, history.told[size], history.places[size] = size, root, place
    return history


def check_told(history: History, manifest: Manifest, paths: dict[int, list[bytes]]) -> int:
    """Every checkpoint is a beginning of the tree; how many could be compared."""
    compared = 0
    for size, root in history.told.items():
        if size == manifest.size:
            holds = root == manifest.root
        elif size == 0:
            holds = True
        elif size < manifest.pruned.size and size not in paths:
            continue  # its records are gone; only its signature could be checked
        elif manifest.is_whole:
            holds = history.computed.get(size) == root
        else:
            holds = is_continued((size, root), (manifest.size, manifest.root), paths.get(size, []))
        if not holds:
            raise Tampered(
                "checkpoints.root",
                f"The checkpoint signed at {size} records is not a beginning of this log: history "
                "was rewritten.",
                history.places[size],
            )
        history.proven[size] = root
        compared += 1
    return compared


def read_paths(lines: Iterable[tuple[Place, bytes]]) -> dict[int, list[bytes]]:
    """Consistency proofs by the older size."""
    paths: dict[int, list[bytes]] = {}
    for place, raw in lines:
        fields = parse(raw, place)
        if fields.number("size") in paths:
            raise Tampered("consistency.repeated", "A proof stands twice.", place)
        paths[fields.number("size")] = fields.digests("path")
    return paths


def read_previous(raw: bytes, name: str) -> Checkpoint:
    """A checkpoint that somebody kept. It is evidence, not the accused: unreadable is undecided."""
    try:
        return read_checkpoint(raw, Place(name))
    except Tampered:
        raise Undecided("previous.unreadable", "This is not a checkpoint.", Place(name)) from None


def check_previous(
    checkpoint: Checkpoint, place: Place, manifest: Manifest, *, keys: Keychain, history: History
) -> None:
    """The log has gone on from ``checkpoint``: nothing cut off, nothing rewritten since."""
    size = checkpoint.size
    if checkpoint.origin != manifest.origin:
        raise Undecided("previous.other_log", "This checkpoint is of another log.", place)
    everything = Keychain(keys.origin, keys.publics)
    if everything.signer(checkpoint.note) is None:
        raise Undecided(
            "previous.signature",
            "No key of this archive has signed this checkpoint, so one of the two is not the "
            "company's. Give --key with the published key.",
            place,
        )
    if size > manifest.size:
        raise Tampered(
            "previous.rollback",
            f"The checkpoint covers {size} records, the archive only {manifest.size}: the end was "
            "cut off, or this is an older state of the log.",
            place,
        )
    known = {manifest.size: manifest.root, **history.proven, **history.computed}
    if size and size not in known:
        reason = (
            "The records up to it have been pruned"
            if size < manifest.pruned.size
            else "This archive holds a part of the log"
        )
        raise Undecided(
            "previous.unproven",
            f"{reason}, and nothing here leads from {size} records to {manifest.size}. An archive "
            "of the whole log is needed, or the proof from /v1/ledger/consistency.",
            place,
        )
    if size and known[size] != checkpoint.root:
        raise Tampered(
            "previous.rewritten",
            f"The first {size} records are not the ones that this checkpoint was signed over.",
            place,
        )
