"""Somebody who may be a child: nothing is sold, nothing is kept for long, and a person is told.

The owner's order for the purge is the policy they agreed to (docs/decisions/0016): it is carried
out at its hour without another one, unless an owner or admin says before then that it was no child.
"""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.appointments import service as appointments
from salesgenix.erasures import service as erasures
from salesgenix.erasures.rules import Cause
from salesgenix.kit.errors import Conflict
from salesgenix.leads import service as leads
from salesgenix.privacy import children as files
from salesgenix.privacy import requests
from salesgenix.privacy.files import RequestCard
from salesgenix.privacy.rules import NoChild, RequestKind
from salesgenix.rights.answering import conclude
from salesgenix.rights.letters import settle_tasks, warn_owners_of_child
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind


def protect(
    session: Session, workspace_id: UUID, conversation_id: UUID, subject_ref: UUID, *, now: datetime
) -> RequestCard:
    """From the message on: frozen, with an hour at which all of it goes, and the owners told once.

    A second statement changes nothing; a wish of their own to be erased is given the hour too.
    """
    lead = leads.card_of_subject(session, workspace_id, subject_ref)
    if lead is not None:
        leads.freeze(session, workspace_id, lead.id, now=now)
    card = requests.open_request(
        session,
        workspace_id,
        subject_ref,
        RequestKind.ERASE,
        now=now,
        conversation_id=conversation_id,
    )
    profile = accounts.profile_of(session, workspace_id).profile
    hour = now + timedelta(hours=profile.minor_purge_hours)
    if files.set_hour(session, workspace_id, card.id, executes_at=hour, now=now):
        tasks.open_task(
            session,
            workspace_id,
            conversation_id,
            subject_ref=subject_ref,
            kind=TaskKind.MINOR,
            note=None,
            now=now,
        )
        until = hour.astimezone(ZoneInfo(profile.zone)).date()
        warn_owners_of_child(session, workspace_id, card, until=until, now=now)
    return requests.card(session, workspace_id, card.id)


def is_protected(session: Session, workspace_id: UUID, subject_ref: UUID) -> bool:
    return files.open_of(session, workspace_id, subject_ref) is not None


def purge_due(session: Session, workspace_id: UUID, *, now: datetime) -> int:
    """Orders what has reached its hour; the engine of erasures does the rest."""
    count = 0
    for waiting in files.due(session, workspace_id, now=now):
        card = files.begin(session, workspace_id, waiting.id, now=now)
        if card is None:
            continue
        count += 1
        assert card.about_ref is not None
        if leads.card_of_subject(session, workspace_id, card.about_ref) is None:
            conclude(session, workspace_id, card, done="not_held", now=now)
            continue
        tell_of_meetings(session, workspace_id, card.about_ref, now=now)
        ordered = erasures.order(
            session,
            workspace_id,
            card.about_ref,
            cause=Cause.MINOR,
            instruction_id=None,
            request_id=card.id,
            now=now,
        )
        requests.keep_work(session, workspace_id, card.id, erasure_id=ordered.id)
    return count


def keep(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    member_id: UUID,
    *,
    reason: NoChild,
    now: datetime,
) -> RequestCard:
    """It was no child. Selling may go on from the next message; what was not learnt stays so."""
    card = requests.card(session, workspace_id, request_id)
    if not card.is_of_child:
        raise Conflict("request.no_child", "This request is not about a child.")
    kept = files.keep(
        session, workspace_id, request_id, reason=reason, member_id=member_id, now=now
    )
    lead = leads.card_of_subject(session, workspace_id, kept.about_ref) if kept.about_ref else None
    if lead is not None:
        leads.unfreeze(session, workspace_id, lead.id, now=now)
    settle_tasks(session, workspace_id, kept, now=now)
    if kept.conversation_id is not None:
        tasks.finish(
            session,
            workspace_id,
            kept.conversation_id,
            kinds=(TaskKind.MINOR,),
            member_id=member_id,
            now=now,
        )
    return kept


def tell_of_meetings(
    session: Session, workspace_id: UUID, subject_ref: UUID, *, now: datetime
) -> None:
    """Whose time is free again learns when, and not with whom: that is being forgotten."""
    people = {who.id: who for who in accounts.members(session, workspace_id)}
    for meeting in erasures.upcoming_meetings(session, workspace_id, subject_ref, now=now):
        card = appointments.card(session, workspace_id, meeting)
        member = people.get(card.member_id)
        if member is None:
            continue
        starts = card.starts_at.astimezone(ZoneInfo(member.zone))
        tasks.open_task(
            session,
            workspace_id,
            None,
            subject_ref=member.subject_ref,
            kind=TaskKind.MINOR,
            note=f"The meeting of {starts:%Y-%m-%d %H:%M} with {member.name} is cancelled.",
            now=now,
        )
