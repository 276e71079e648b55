"""An archive from its first byte to its last: container, manifest, records, tree, payloads."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from salesgenix_verify import container, history, keychain, manifest, payloads, records
from salesgenix_verify.canonical import Bytes, Fields, lines, parse
from salesgenix_verify.container import Stored
from salesgenix_verify.keychain import Keychain
from salesgenix_verify.manifest import Manifest
from salesgenix_verify.notes import digest_text, read_checkpoint, read_note
from salesgenix_verify.records import Ledger
from salesgenix_verify.report import Place, Report, Tampered, Undecided
from salesgenix_verify.selection import Selection
from salesgenix_verify.trees import Frontier

MAX_BYTES = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the auditor brings: (name, bytes) of a detached signature and of kept checkpoints, and
    verifier keys they trust.
    """

    keys: Sequence[str] = ()
    previous: Sequence[tuple[str, bytes]] = ()
    signature: tuple[str, bytes] | None = None


@dataclass(slots=True)
class Archive:
    """The parts of one archive, found so far."""

    data: Bytes
    report: Report
    evidence: Evidence
    files: dict[str, Stored] = field(default_factory=dict)

    def lines(self, name: str) -> Iterator[tuple[Place, bytes]]:
        stored = self.files.get(name)
        return lines(self.data, stored.start, stored.end, name) if stored else iter(())

    def content(self, name: str) -> bytes:
        stored = self.files.get(name)
        if stored is None:
            raise Tampered("files.missing", "A file of the archive is missing.", Place(name))
        return self.data[stored.start : stored.end]


def verify(data: Bytes, report: Report, evidence: Evidence) -> None:
    """Fills ``report``. A check that fails does not stop those that can still name a place."""
    if len(data) > MAX_BYTES:
        raise Tampered("container.foreign", "No archive of this format is that large.")
    archive = Archive(data, report, evidence)
    stored, changed = container.read(data)
    report.findings += changed
    archive.files = {item.name: item for item in stored}
    if not changed:
        report.held(
            "container", f"{len(stored)} files; the container is byte for byte what they give."
        )
    names = [item.name for item in stored[:2]]
    if names != [manifest.NAME, manifest.SIGNATURE]:
        raise Tampered("files.order", "An archive begins with manifest.json and manifest.sig.")
    fields = parse(archive.content(manifest.NAME), Place(manifest.NAME))
    keys = _signed(archive, fields)
    told = manifest.read(fields)
    report.subject |= {
        "kind": told.kind,
        "log": str(told.log),
        "as_of": told.as_of,
        "size": told.size,
        "root": told.root.hex(),
        "records": told.count,
        "pruned": told.pruned.size,
    }
    with report.stage("files"):
        manifest.check_files(fields, stored)
        report.held("files", "Every file is listed with its size and digest, and none is missing.")
    _follow(archive, told, keys)
    with report.stage("archive"):
        _detached(archive, told, keys)


def _signed(archive: Archive, fields: Fields) -> Keychain:
    """The keys, after the manifest was found to be signed. A newer format is left undecided."""
    report, origin = archive.report, fields.text("origin")
    name = fields.text("format")
    if not manifest.FORMATS.fullmatch(name):
        raise Tampered("manifest.format", "This is not a manifest.", Place(manifest.NAME))
    publics = keychain.read_chain(fields)
    keys = Keychain(origin, publics)
    with report.stage("keys"):
        keys = keychain.trust(origin, publics, list(archive.evidence.keys))
    keychain.describe(keys, report, was_given=bool(archive.evidence.keys))
    with report.stage("signature"):
        note = read_note(archive.content(manifest.SIGNATURE), Place(manifest.SIGNATURE))
        digest = archive.files[manifest.NAME].sha256
        epoch = keys.signer(note)
        if note.text != digest_text(name, origin, digest) or len(note.signatures) != 1:
            epoch = None
        if epoch is None:
            raise Tampered(
                "manifest.signature",
                "The manifest is not signed by a key of this log that counts.",
                Place(manifest.SIGNATURE),
            )
        report.held("signature", f"The manifest is signed by the log's key of epoch {epoch}.")
    if name != manifest.FORMAT:
        raise Undecided("manifest.newer", f"The format is {name}; a newer verifier is needed.")
    return keys


def _follow(archive: Archive, told: Manifest, keys: Keychain) -> None:
    """Records, tree and payloads; each needs the one before it."""
    report = archive.report
    kept = [(name, history.read_previous(raw, name)) for name, raw in archive.evidence.previous]
    known = history.History()
    with report.stage("checkpoints"):
        known = history.read_told(archive.lines(history.FILE), told, keys)
    ledger = Ledger(told.log, told.pruned.size, told.pruned.leaf, told.is_whole)
    before = len(report.findings)
    with report.stage("records"):
        wanted = {told.size, *known.told, *(checkpoint.size for _, checkpoint in kept)}
        _read_records(archive, told, ledger, known, wanted)
        report.held("records", f"{told.count} records, each canonical and in its place.")
    if len(report.findings) == before:
        with report.stage("tree"):
            _check_tree(archive, told, keys, known)
        with report.stage("pruned"):
            _check_pruned(told, ledger)
        with report.stage("payloads"):
            payloads.check(archive.lines(payloads.FILE), ledger, report)
            report.held("payloads", "Every payload is there and unchanged, or erased by a record.")
        report.count("intents", len(ledger.intents))
        report.count("intents without an effect yet", ledger.open_intents)
    for name, checkpoint in kept:
        with report.stage("previous"):
            history.check_previous(checkpoint, name, told, keys, known)
            report.held(
                "previous", f"The checkpoint over {checkpoint.size} records leads to this archive."
            )


def _read_records(
    archive: Archive, told: Manifest, ledger: Ledger, known: history.History, wanted: set[int]
) -> None:
    if told.is_whole:
        frontier = Frontier(told.pruned.size, told.pruned.frontier)
        if frontier.size in wanted or frontier.size == 0:
            known.computed[frontier.size] = frontier.root()

        def grow(record: records.Record) -> None:
            frontier.append(record.leaf)
            if frontier.size in wanted:
                known.computed[frontier.size] = frontier.root()

        count = records.read(archive.lines("records.jsonl"), ledger, grow)
        end, first = told.size, told.pruned.size + 1 if count else 0
    else:
        selection = Selection(told, archive.lines("proofs.jsonl"))
        count = records.read(archive.lines("records.jsonl"), ledger, selection.check)
        selection.end()
        end, first = told.last, selection.first
    last = ledger.seq if count else 0
    if (count, first, last) != (told.count, told.first, told.last) or (count and last != end):
        raise Tampered(
            "records.count",
            "The records are not as many as the manifest says, or end elsewhere: some were cut.",
            Place("records.jsonl", seq=ledger.seq),
        )
    if told.is_whole and ledger.seq != told.size:
        raise Tampered(
            "records.cut", f"The log ends before record {told.size}.", Place("records.jsonl")
        )


def _check_tree(archive: Archive, told: Manifest, keys: Keychain, known: history.History) -> None:
    place = Place("checkpoint")
    head = read_checkpoint(archive.content("checkpoint"), place)
    if (head.origin, head.size, head.root) != (told.origin, told.size, told.root):
        raise Tampered("tree.checkpoint", "The checkpoint is not over the manifest's tree.", place)
    if keys.signer(head.note) is None:
        raise Tampered(
            "tree.signature", "No key of this log that counts signed the checkpoint.", place
        )
    if told.is_whole and known.computed.get(told.size) != told.root:
        raise Tampered(
            "tree.root", "The records do not give the signed root: one was changed.", place
        )
    paths = history.read_paths(archive.lines("consistency.jsonl"))
    compared = history.check_told(known, told, paths)
    archive.report.held(
        "tree",
        f"The tree of {told.size} records has the signed root; {compared} checkpoints agree.",
    )
    archive.report.count("checkpoints compared", compared)
    archive.report.count("checkpoints", len(known.told))


def _check_pruned(told: Manifest, ledger: Ledger) -> None:
    """A missing beginning is lawful where a record in the log accounts for it."""
    size = told.pruned.size
    if not size or not told.is_whole:
        return
    root = Frontier(size, told.pruned.frontier).root()
    if size not in ledger.purges:
        raise Undecided(
            "pruned.unaccounted",
            f"The first {size} records are gone and no record here says that they were purged. An "
            "archive that reaches further is needed.",
        )
    if ledger.purges[size] != root:
        raise Tampered("pruned.root", "What was purged is not what the log says was purged.")


def _detached(archive: Archive, told: Manifest, keys: Keychain) -> None:
    if archive.evidence.signature is None:
        return
    name, raw = archive.evidence.signature
    place = Place(name)
    note, digest = read_note(raw, place), hashlib.sha256()
    for chunk in container.chunks(archive.data, 0, len(archive.data)):
        digest.update(chunk)
    text = digest_text("salesgenix-archive/1", told.origin, digest.digest())
    if note.text != text or len(note.signatures) != 1 or keys.signer(note) is None:
        raise Tampered("archive.signature", "This is not the signature of these bytes.", place)
    archive.report.held("archive", "The detached signature is over exactly these bytes.")
