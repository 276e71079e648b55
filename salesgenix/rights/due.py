"""What time does to requests: warnings, answers once the work is done, files that are emptied."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.authority.rules import Notice
from salesgenix.erasures import service as erasures
from salesgenix.erasures.rules import State as ErasureState
from salesgenix.exports import service as exports
from salesgenix.exports.rules import LINK_LASTS
from salesgenix.exports.rules import State as ExportState
from salesgenix.privacy import children as files
from salesgenix.privacy import requests
from salesgenix.privacy.files import RequestCard
from salesgenix.privacy.rules import UNDER_WAY, RequestState
from salesgenix.rights.letters import ask_owner, warn_owners, write_to_person
from salesgenix.rights.rules import KEPT_STORES
from salesgenix.rights.service import conclude, mark_not_identified


def escalate(session: Session, workspace_id: UUID, *, public_url: str, now: datetime) -> int:
    """Five, two and no working days before the end, and once after it: a task, a letter to every
    owner, a record. Requests nobody has confirmed are not the owner's yet.
    """
    profile = accounts.profile_of(session, workspace_id).profile
    count = 0
    for card in requests.requests(session, workspace_id, only_open=True):
        if card.state is RequestState.IDENTITY_PENDING:
            continue
        left = requests.warn(session, workspace_id, card.id, profile, now=now)
        if left is not None:
            link = f"{public_url}/console/privacy/requests/{card.id}"
            warn_owners(session, workspace_id, card, left=left, link=link, now=now)
            ask_owner(session, workspace_id, card, now=now)
            count += 1
    return count


def follow_up(session: Session, workspace_id: UUID, *, public_url: str, now: datetime) -> int:
    """Answers what is really done, says what could not be done yet, and lets unconfirmed requests
    end in time.
    """
    count = 0
    for card in requests.requests(session, workspace_id, only_open=True):
        if card.state in UNDER_WAY:
            look = _look_at_export if card.export_id else _look_at_erasure
            count += look(session, workspace_id, card, public_url=public_url, now=now)
        elif card.state is RequestState.IDENTITY_PENDING and _is_over(card, now):
            mark_not_identified(session, workspace_id, card.id, now=now)
            count += 1
    return count


def empty_closed(session: Session, workspace_id: UUID, *, now: datetime) -> int:
    """Of a closed file only codes and dates stay, once its last letter has left."""
    count = 0
    for card in requests.to_empty(session, workspace_id):
        if not actions.is_anything_under_way(session, workspace_id, card.subject_ref):
            requests.empty(session, workspace_id, card.id, now=now)
            count += 1
    return count + requests.purge(session, workspace_id, now=now)


def _look_at_export(
    session: Session, workspace_id: UUID, card: RequestCard, *, public_url: str, now: datetime
) -> int:
    assert card.export_id is not None
    made = exports.card(session, workspace_id, card.export_id)
    if made.state in {ExportState.FAILED, ExportState.EXPIRED}:
        return _put_off(session, workspace_id, card, now=now)
    if made.state is not ExportState.DONE:
        return 0
    if card.email is not None:
        token = exports.link(session, workspace_id, made.id, now=now)
        write_to_person(
            session,
            workspace_id,
            card,
            Notice.EXPORT_READY,
            link=f"{public_url}/privacy/exports/{token}",
            until=(now + LINK_LASTS).date().isoformat(),
            now=now,
        )
    else:
        ask_owner(session, workspace_id, card, note="no address: hand the archive over", now=now)
    conclude(session, workspace_id, card, kept=("request_file", "data"), now=now)
    return 1


def _look_at_erasure(
    session: Session, workspace_id: UUID, card: RequestCard, *, public_url: str, now: datetime
) -> int:
    del public_url
    if card.erasure_id is None:
        return 0
    made = erasures.card(session, workspace_id, card.erasure_id)
    if made.state is ErasureState.PARTIAL:
        return _put_off(session, workspace_id, card, now=now)
    if made.state is not ErasureState.DONE:
        return 0
    stores = (KEPT_STORES.get(kept["store"], "other") for kept in made.kept)
    kept = tuple(dict.fromkeys(("request_file", *stores)))
    conclude(session, workspace_id, card, kept=kept, now=now)
    return 1


def _put_off(session: Session, workspace_id: UUID, card: RequestCard, *, now: datetime) -> int:
    """Something is in the way; the clock goes on, and a person is told once."""
    if card.state is RequestState.PARTIAL:
        return 0
    requests.stand_at(session, workspace_id, card.id, RequestState.PARTIAL)
    ask_owner(session, workspace_id, card, now=now)
    return 1


def _is_over(card: RequestCard, now: datetime) -> bool:
    return card.token_expires_at is not None and card.token_expires_at <= now


def is_anything_due(session: Session, workspace_id: UUID, *, now: datetime) -> bool:
    """Asked before anything is locked for writing: most rounds have nothing to do."""
    waiting = requests.requests(session, workspace_id, only_open=True)
    return (
        bool(files.due(session, workspace_id, now=now))
        or any(_is_due(session, workspace_id, card, now) for card in waiting)
        or any(
            not actions.is_anything_under_way(session, workspace_id, card.subject_ref)
            for card in requests.to_empty(session, workspace_id)
        )
        or requests.is_any_over(session, workspace_id, now=now)
    )


def _is_due(session: Session, workspace_id: UUID, card: RequestCard, now: datetime) -> bool:
    if card.state is RequestState.IDENTITY_PENDING:
        return _is_over(card, now)
    profile = accounts.profile_of(session, workspace_id).profile
    if requests.step_due(card, profile, now=now) is not None:
        return True
    is_told = card.state is RequestState.PARTIAL
    if card.export_id is not None:
        made = exports.card(session, workspace_id, card.export_id).state
        is_stuck = made in {ExportState.FAILED, ExportState.EXPIRED}
        return made is ExportState.DONE or (is_stuck and not is_told)
    if card.erasure_id is not None:
        found = erasures.card(session, workspace_id, card.erasure_id).state
        return found is ErasureState.DONE or (found is ErasureState.PARTIAL and not is_told)
    return False
