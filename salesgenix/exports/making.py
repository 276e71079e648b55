"""Makes an archive from one reading of the database: what is in it belongs together.

Its bytes follow from what is exported and from nothing else: no clock, no chance, no file names of
this machine. See README.txt in any archive for what each file is.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import rfc8785
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import origin_of
from salesgenix.checkpoints.service import CheckpointCard
from salesgenix.db import keyring_of
from salesgenix.decisions import service as decisions
from salesgenix.exports import held
from salesgenix.exports.coverage import Coverage, records, survey
from salesgenix.exports.csv_view import HEADER, row_of
from salesgenix.exports.masking import Mask, mask_for
from salesgenix.exports.opening import opened
from salesgenix.exports.rules import Kind, key_name
from salesgenix.exports.service import Job, Made, sealed_path
from salesgenix.exports.spool import Member, Spool
from salesgenix.exports.summary import Story, render
from salesgenix.exports.wording import readme, words
from salesgenix.kit.errors import NotFound
from salesgenix.kit.release import NAME, VERSION

FORMAT = "salesgenix-export/1"
ARCHIVE = "salesgenix-archive/1"
SCHEMAS = ("record", "manifest", "payload", "data")
PAGE = 200
REPORT_EVERY = 500

Report = Callable[[int, int], None]


def make(session: Session, job: Job, exports_dir: Path, *, report: Report) -> Made:
    """Writes ``<export id>.sealed``. ``report`` is told records written and records in all, now and
    then; what it raises ends the attempt. Nothing is written but sealed files, and an attempt that
    ends early leaves none of them.
    """
    _one_snapshot(session)
    key = keyring_of(session).workspace(job.workspace_id, key_name(job.export_id))
    head = _checkpoint(session, job)
    coverage = survey(session, job)
    report(0, coverage.total)
    with Spool(exports_dir, job.export_id, key) as spool:
        order = _members(session, job, spool, head=head, coverage=coverage, report=report)
        manifest = rfc8785.dumps(_manifest(session, job, head=head, coverage=coverage, order=order))
        said = f"{FORMAT}\n{origin_of(job.workspace_id)}\n{_digest(manifest)}\n"
        signature = _signed(session, job, head, said).encode()
        first = [spool.whole("manifest.json", manifest), spool.whole("manifest.sig", signature)]
        length, digest = spool.assemble(sealed_path(exports_dir, job.export_id), first + order)
    whole = f"{ARCHIVE}\n{origin_of(job.workspace_id)}\n{b64encode(digest).decode()}\n"
    return Made(
        records=coverage.total,
        length=length,
        sha256=digest.hex(),
        signature=_signed(session, job, head, whole),
    )


def _members(
    session: Session,
    job: Job,
    spool: Spool,
    *,
    head: CheckpointCard,
    coverage: Coverage,
    report: Report,
) -> list[Member]:
    """Every file but the manifest and its signature, in the archive's order."""
    is_part = job.wanted.kind is not Kind.WORKSPACE
    kept = _checkpoints(session, job, head)
    order = [spool.whole("checkpoint", head.note.encode()), _checkpoint_lines(spool, kept)]
    mask = _mask(session, job, coverage)
    story = Story(job.wanted.language)
    order += _streams(session, job, spool, coverage=coverage, mask=mask, story=story, report=report)
    if is_part:
        order.insert(4, _consistency(session, job, spool, kept))
    if job.wanted.kind is not Kind.PERIOD:
        data = spool.member("data.json")
        held.write(session, job, data, mask=mask)
        data.close()
        order.append(data)
    page = render(session, job, story, head=head, mask=mask)
    order.append(spool.whole("summary.html", page.encode()))
    folder = files("salesgenix.exports") / "schemas"
    order += [
        spool.whole(f"schemas/{name}.schema.json", (folder / f"{name}.schema.json").read_bytes())
        for name in SCHEMAS
    ]
    company = accounts.profile_of(session, job.workspace_id).profile.company
    names = ["manifest.json", "manifest.sig", *(member.name for member in order), "schemas"]
    order.append(spool.whole("README.txt", readme(job.wanted.language, company, names).encode()))
    return order


def _streams(
    session: Session,
    job: Job,
    spool: Spool,
    *,
    coverage: Coverage,
    mask: Mask,
    story: Story,
    report: Report,
) -> list[Member]:
    """What has a line per record, in one pass: memory does not grow with the log."""
    is_part = job.wanted.kind is not Kind.WORKSPACE
    tree = checkpoints.tree(session, job.workspace_id, job.size) if is_part else None
    raw = spool.member("records.jsonl")
    proofs = spool.member("proofs.jsonl") if is_part else None
    payloads, table = spool.member("payloads.jsonl"), spool.member("decisions.csv")
    table.write(HEADER)
    for number, record in enumerate(records(session, job, coverage), start=1):
        raw.write(record.row.record + b"\n")
        seq = record.row.seq
        if tree is not None and proofs is not None:
            path = [node.hex() for node in tree.inclusion(seq - 1, job.size)]
            proofs.line({"seq": seq, "path": path})
        for line in opened(session, job.workspace_id, record, mask=mask):
            payloads.line(line)
        words_said = story.take(record)
        table.write(row_of(record, words_said))
        if number % REPORT_EVERY == 0:
            report(number, coverage.total)
    made = [member for member in (raw, proofs, payloads, table) if member is not None]
    for member in made:
        member.close()
    return made


def _checkpoint_lines(spool: Spool, kept: list[CheckpointCard]) -> Member:
    made = spool.member("checkpoints.jsonl")
    for card in kept:
        made.line(
            {
                "size": card.size,
                "root": card.root,
                "key_epoch": card.key_epoch,
                "at": card.at.isoformat(timespec="milliseconds"),
                "cause": card.cause.value,
                "note": card.note,
            }
        )
    made.close()
    return made


def _consistency(session: Session, job: Job, spool: Spool, kept: list[CheckpointCard]) -> Member:
    """That each checkpoint before is the beginning of this tree."""
    made = spool.member("consistency.jsonl")
    tree = checkpoints.tree(session, job.workspace_id, job.size)
    for card in kept:
        if 0 < card.size < job.size:
            path = [node.hex() for node in tree.consistency(card.size, job.size)]
            made.line({"size": card.size, "path": path})
    made.close()
    return made


def _manifest(
    session: Session,
    job: Job,
    *,
    head: CheckpointCard,
    coverage: Coverage,
    order: list[Member],
) -> dict[str, Any]:
    wanted, log = job.wanted, decisions.head(session, job.workspace_id)
    body: dict[str, Any] = {
        "format": FORMAT,
        "kind": wanted.kind.value,
        "log": str(job.workspace_id),
        "origin": origin_of(job.workspace_id),
        "subject_ref": None if wanted.subject_ref is None else str(wanted.subject_ref),
        "since": None if wanted.since is None else wanted.since.isoformat(timespec="milliseconds"),
        "until": None if wanted.until is None else wanted.until.isoformat(timespec="milliseconds"),
        "language": wanted.language,
        "as_of": decisions.card(session, job.workspace_id, job.size).body["at"],
        "records": {"count": coverage.total, "first": coverage.first, "last": coverage.last},
        "accounting": coverage.accounting,
        "tree": {"size": head.size, "root": head.root},
        "keys": [
            {
                "epoch": key.epoch,
                "public": b64encode(key.public).decode(),
                **({"endorsement": b64encode(key.endorsement).decode()} if key.endorsement else {}),
            }
            for key in checkpoints.keys(session)
            if key.epoch <= head.key_epoch
        ],
        "files": [
            {"name": member.name, "bytes": member.size, "sha256": member.sha256} for member in order
        ],
        "software": {"name": NAME, "version": VERSION},
    }
    if log.pruned:
        body["pruned"] = {
            "size": log.pruned,
            "leaf": log.pruned_leaf,
            "frontier": [node.hex() for node in log.pruned_frontier],
        }
    return {name: value for name, value in body.items() if value not in (None, [])}


def _checkpoint(session: Session, job: Job) -> CheckpointCard:
    found = checkpoints.listing(session, job.workspace_id, before=job.size + 1, limit=1)
    if not found or found[0].size != job.size:
        raise NotFound("export.no_checkpoint", "The head that this export covers is not signed.")
    return found[0]


def _checkpoints(session: Session, job: Job, head: CheckpointCard) -> list[CheckpointCard]:
    """Every checkpoint up to this one. Those that were signed for a smaller tree later on stay out:
    the same export asked for again has to be the same bytes.
    """
    kept: list[CheckpointCard] = []
    before = head.size + 1
    while page := checkpoints.listing(session, job.workspace_id, before=before, limit=PAGE):
        kept += [card for card in page if card.at <= head.at]
        before = page[-1].size
    return kept[::-1]


def _mask(session: Session, job: Job, coverage: Coverage) -> Mask:
    if job.wanted.subject_ref is None:
        return Mask({})
    return mask_for(
        session,
        job.workspace_id,
        job.wanted.subject_ref,
        conversations=coverage.conversations,
        marks=words(job.wanted.language).marks,
    )


def _signed(session: Session, job: Job, head: CheckpointCard, text: str) -> str:
    """Signed by the key that signed the head, so that a rotation since changes nothing."""
    signer = checkpoints.signer(session, epoch=head.key_epoch)
    return signer.note(origin_of(job.workspace_id), text)


def _digest(data: bytes) -> str:
    return b64encode(hashlib.sha256(data).digest()).decode()


def _one_snapshot(session: Session) -> None:
    """All reads see one state; SQLite's transactions do so by themselves."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
