"""``data.json``: what is held besides the decisions, of one person or of the whole workspace.

Left out are the exports themselves: an archive that named the ones before it could never be made
again byte for byte. Secrets, password hashes and digests of tokens are in nobody's export.
"""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.decisions import service as decisions
from salesgenix.exports.masking import Mask
from salesgenix.exports.person import gather
from salesgenix.exports.rules import Kind
from salesgenix.exports.service import Job
from salesgenix.exports.spool import Member
from salesgenix.instructions import service as instructions
from salesgenix.knowledge import service as knowledge
from salesgenix.leads import service as leads

FORMAT = "salesgenix-data/1"
OWN = "export"  # the table of the jobs


def write(session: Session, job: Job, target: Member, *, mask: Mask) -> None:
    """One JSON object, written piece by piece: of a workspace with many people only one at a time
    is in memory.
    """
    kind = job.wanted.kind
    target.write(f'{{\n"format": "{FORMAT}",\n"kind": "{kind}",\n'.encode())
    if kind is Kind.WORKSPACE:
        target.write(b'"workspace": ' + _json(_workspace(session, job)) + b",\n")
    target.write(b'"people": [')
    for number, person in enumerate(_people(session, job, mask)):
        target.write((b",\n" if number else b"\n") + _json(person))
    target.write(b"\n]\n}\n")


def _people(session: Session, job: Job, mask: Mask) -> Iterator[dict[str, Any]]:
    if job.wanted.subject_ref is not None:
        yield _person(session, job.workspace_id, job.wanted.subject_ref, mask)
        return
    refs = sorted(lead.subject_ref for lead in leads.listing(session, job.workspace_id))
    for subject_ref in refs:
        yield _person(session, job.workspace_id, subject_ref, mask)
        session.expunge_all()


def _person(session: Session, workspace_id: UUID, subject_ref: UUID, mask: Mask) -> dict[str, Any]:
    found = gather(session, workspace_id, subject_ref, mask=mask.text)
    found["held"].pop(OWN, None)
    for name in ("not_given", "processing"):
        found[name] = [entry for entry in found[name] if entry["table"] != OWN]
    return found


def _workspace(session: Session, job: Job) -> dict[str, Any]:
    card = accounts.profile_of(session, job.workspace_id)
    return {
        "name": card.name,
        "slug": card.slug,
        "profile": card.profile.model_dump(mode="json"),
        "members": [
            {
                "id": member.id,
                "name": member.name,
                "email": member.email,
                "role": member.role,
                "zone": member.zone,
                "hours": member.hours,
                "takes_meetings": member.takes_meetings,
                "is_active": member.is_active,
            }
            for member in accounts.members(session, job.workspace_id, with_inactive=True)
        ],
        "sites": [
            {"id": site.id, "origins": site.origins}
            for site in accounts.sites(session, job.workspace_id)
        ],
        "instructions": [_order(card) for card in _orders(session, job)],
        "knowledge": [
            {"path": page.path, "title": page.title, "url": page.url, "language": page.language}
            for page in knowledge.listing(session, job.workspace_id)
        ],
    }


def _orders(session: Session, job: Job) -> list[instructions.InstructionCard]:
    now = decisions.card(session, job.workspace_id, job.size).at
    return instructions.listing(session, job.workspace_id, now=now)


def _order(card: instructions.InstructionCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "key": card.key,
        "words": card.words,
        "kind": card.kind,
        "surface": card.surface,
        "created_at": card.created_at.isoformat(),
        "revoked_at": card.revoked_at.isoformat() if card.revoked_at else None,
        "versions": [
            {
                "version": version.version,
                "rule": instructions.body_of(version.rule),
                "digest": version.digest,
                "created_at": version.created_at.isoformat(),
            }
            for version in card.versions
        ],
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, default=str).encode()
