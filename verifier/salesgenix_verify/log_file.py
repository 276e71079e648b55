"""A bare log: the raw records of a whole workspace, one to a line, without anything signed.

The chain shows that nothing inside was changed, but not where the log really ends; only a signed
checkpoint that somebody holds can tell.
"""

from salesgenix_verify.canonical import Bytes, lines, parse
from salesgenix_verify.evidence import Evidence
from salesgenix_verify.history import read_previous
from salesgenix_verify.keychain import Keychain
from salesgenix_verify.notes import Checkpoint, read_vkey, vkey
from salesgenix_verify.records import Ledger, Record, read
from salesgenix_verify.report import Place, Report, Tampered, Undecided
from salesgenix_verify.trees import Frontier


def verify(data: Bytes, report: Report, evidence: Evidence) -> None:
    kept = [(name, read_previous(raw, name)) for name, raw in evidence.previous]
    wanted, roots, frontier = {checkpoint.size for _, checkpoint in kept}, {}, Frontier()
    beginning = next(lines(data, 0, len(data), report.path), None)
    if beginning is None:
        raise Undecided("log.empty", "There is no record; a signed checkpoint cannot be compared.")
    place, raw = beginning
    first = parse(raw, place)
    if first.number("seq") != 1:
        raise Undecided(
            "log.beginning",
            f"The log begins with record {first.number('seq')}. Where earlier records were pruned, "
            "or this is a part of a log, an archive is needed: it holds the hashes of the rest.",
            place,
        )
    ledger = Ledger(first.uuid("log"))

    def grow(record: Record) -> None:
        frontier.append(record.leaf)
        if frontier.size in wanted:
            roots[frontier.size] = frontier.root()

    read(lines(data, 0, len(data), report.path), ledger, grow)
    report.subject |= {
        "kind": "log",
        "log": str(ledger.log),
        "size": frontier.size,
        "root": frontier.root().hex(),
    }
    report.held("records", f"{frontier.size} records, each canonical, one chain from the first.")
    report.count("payloads named", len(ledger.promised))
    report.count("intents", len(ledger.intents))
    report.count("intents without an effect yet", ledger.open_intents)
    report.unproven.append("Payloads: a bare log names them but does not hold them.")
    _decide(report, evidence, ledger, kept=kept, roots=roots)


def _decide(
    report: Report,
    evidence: Evidence,
    ledger: Ledger,
    *,
    kept: list[tuple[str, Checkpoint]],
    roots: dict[int, bytes],
) -> None:
    origin = f"salesgenix/log/{ledger.log}"
    publics = [public for name, public in map(read_vkey, evidence.keys) if name == origin]
    report.keys = [{"epoch": None, "vkey": vkey(origin, key), "trusted": True} for key in publics]
    proven = 0
    for name, checkpoint in kept:
        with report.stage("previous"):
            place = Place(name)
            if checkpoint.origin != origin:
                raise Undecided("previous.other_log", "This checkpoint is of another log.", place)
            if Keychain(origin, tuple(publics)).signer(checkpoint.note) is None:
                raise Undecided(
                    "previous.signature",
                    "No key that you gave has signed this checkpoint. Give --key with the key that "
                    "the company published.",
                    place,
                )
            _compare(checkpoint, ledger, roots, place)
            proven = max(proven, checkpoint.size)
            report.held("previous", f"The first {checkpoint.size} records are the signed ones.")
    if proven < ledger.seq and not report.findings:
        raise Undecided(
            "log.unsigned_end",
            f"Sound as far as it goes ({proven} of {ledger.seq} records under a signature); a "
            "signed checkpoint is needed to tell whether the end was cut or replaced.",
        )


def _compare(checkpoint: Checkpoint, ledger: Ledger, roots: dict[int, bytes], place: Place) -> None:
    if checkpoint.size > ledger.seq:
        raise Tampered(
            "previous.rollback",
            f"The checkpoint covers {checkpoint.size} records, the log only {ledger.seq}: the end "
            "was cut off.",
            place,
        )
    if checkpoint.size and roots.get(checkpoint.size) != checkpoint.root:
        raise Tampered(
            "previous.rewritten",
            f"The first {checkpoint.size} records are not the ones that were signed.",
            place,
        )
