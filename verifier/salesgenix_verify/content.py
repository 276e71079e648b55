"""What the archive holds: records in their order, the tree over them, the payloads they name."""

from salesgenix_verify import history, payloads, records
from salesgenix_verify.evidence import Archive
from salesgenix_verify.keychain import Keychain
from salesgenix_verify.manifest import Manifest
from salesgenix_verify.notes import read_checkpoint
from salesgenix_verify.records import Ledger
from salesgenix_verify.report import Place, Tampered, Undecided
from salesgenix_verify.selection import Selection
from salesgenix_verify.trees import Frontier


def check(archive: Archive, told: Manifest, keys: Keychain) -> None:
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
        _read_records(archive, told, ledger, known=known, wanted=wanted)
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
            history.check_previous(checkpoint, Place(name), told, keys=keys, history=known)
            report.held(
                "previous", f"The checkpoint over {checkpoint.size} records leads to this archive."
            )


def _read_records(
    archive: Archive,
    told: Manifest,
    ledger: Ledger,
    *,
    known: history.History,
    wanted: set[int],
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
