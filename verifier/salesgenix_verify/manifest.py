"""The manifest, typed: what an archive says that it holds."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from salesgenix_verify.canonical import Bytes, Fields, parse
from salesgenix_verify.container import Stored
from salesgenix_verify.report import Place, Tampered

NAME, SIGNATURE = "manifest.json", "manifest.sig"
FORMAT = "salesgenix-export/1"
FORMATS = re.compile(r"salesgenix-export/[1-9][0-9]{0,5}")
KINDS = ("workspace", "period", "subject")
ORDER = (
    *("checkpoint", "checkpoints.jsonl", "records.jsonl", "proofs.jsonl", "consistency.jsonl"),
    *("payloads.jsonl", "decisions.csv", "data.json", "summary.html"),
    *("schemas/record.schema.json", "schemas/manifest.schema.json"),
    *("schemas/payload.schema.json", "schemas/data.schema.json", "README.txt"),
)
NEEDED = ("checkpoint", "records.jsonl")
PROVEN_APART = ("proofs.jsonl", "consistency.jsonl")  # only where the whole tree is not there


@dataclass(frozen=True, slots=True)
class Pruned:
    """The first ``size`` records are gone; ``frontier`` is their subtrees, ``leaf`` their last."""

    size: int = 0
    leaf: bytes = b""
    frontier: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    kind: str
    log: UUID
    origin: str
    subject_ref: UUID | None
    since: datetime | None
    until: datetime | None
    as_of: str
    count: int
    first: int
    last: int
    size: int
    root: bytes
    pruned: Pruned
    accounting: frozenset[int]

    @property
    def is_whole(self) -> bool:
        return self.kind == "workspace"


def read(fields: Fields) -> Manifest:
    """``Tampered`` for what is missing or does not go together."""
    log, kind = fields.uuid("log"), fields.text("kind")
    records, tree = fields.inner("records"), fields.inner("tree")
    manifest = Manifest(
        kind=kind,
        log=log,
        origin=fields.text("origin"),
        subject_ref=fields.uuid("subject_ref") if fields.has("subject_ref") else None,
        since=fields.time("since") if fields.has("since") else None,
        until=fields.time("until") if fields.has("until") else None,
        as_of=fields.text("as_of") if fields.has("as_of") else "",
        count=records.number("count"),
        first=records.number("first"),
        last=records.number("last"),
        size=tree.number("size"),
        root=tree.digest("root"),
        pruned=_pruned(fields),
        accounting=frozenset(_seqs(fields)),
    )
    if kind not in KINDS or manifest.origin != f"salesgenix/log/{log}":
        raise _wrong("The manifest names a kind of export or an origin that does not exist.")
    if (kind == "subject") != (manifest.subject_ref is not None):
        raise _wrong("An archive of one person names that person, and no other archive does.")
    if manifest.pruned.size > manifest.size:
        raise _wrong("More records are said to be pruned than there ever were.")
    return manifest


def _pruned(fields: Fields) -> Pruned:
    if not fields.has("pruned"):
        return Pruned()
    told = fields.inner("pruned")
    pruned = Pruned(told.number("size"), told.digest("leaf"), tuple(told.digests("frontier")))
    if not pruned.size or len(pruned.frontier) != pruned.size.bit_count():
        raise _wrong("The hashes of the pruned records do not fit their number.")
    if pruned.size % 2 and pruned.frontier[-1] != pruned.leaf:
        raise _wrong("The last pruned record is not the one in the tree.")
    return pruned


def _seqs(fields: Fields) -> list[int]:
    seqs = fields.items("accounting")
    if any(not isinstance(seq, int) or isinstance(seq, bool) for seq in seqs):
        raise _wrong("'accounting' is not a list of sequence numbers.")
    return seqs


def check_files(fields: Fields, files: list[Stored]) -> None:
    """Exactly the files that the manifest lists, in its order, with its sizes and digests."""
    listed = {item.text("name"): item for item in fields.inners("files")}
    for stored in files[2:]:
        item = listed.get(stored.name)
        if item is None:
            raise Tampered(
                "files.unlisted", "The manifest does not list this file.", Place(stored.name)
            )
        if (item.number("bytes"), item.digest("sha256")) != (stored.size, stored.sha256):
            raise Tampered(
                "files.changed", "The file is not the one in the manifest.", Place(stored.name)
            )
    names = [NAME, SIGNATURE, *(item.text("name") for item in fields.inners("files"))]
    found = [stored.name for stored in files]
    if missing := [name for name in (*names, *NEEDED) if name not in found]:
        raise Tampered("files.missing", "A file of the archive is missing.", Place(missing[0]))
    ranks = [ORDER.index(name) for name in names if name in ORDER]
    if names != found or ranks != sorted(ranks):
        raise Tampered("files.order", "The files do not lie in the order of the format.")
    if fields.text("kind") == "workspace" and set(PROVEN_APART) & set(found):
        raise Tampered("files.foreign", "A whole log needs no proofs apart from itself.")


def opened(data: Bytes, stored: Stored) -> Fields:
    return parse(data[stored.start : stored.end], Place(stored.name))


def _wrong(sentence: str) -> Tampered:
    return Tampered("manifest.shape", sentence, Place(NAME))
