"""What an attendee's calendar answers to an invitation of ours (an iTIP REPLY, RFC 5546).

It is believed from the invited address alone, about the meeting as it stands now.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions.meetings import call_off
from salesgenix.appointments import answers
from salesgenix.appointments.answers import Reply
from salesgenix.appointments.service import AppointmentCard
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, Outcome, Phase
from salesgenix.leads import service as leads
from salesgenix.mailboxes.ports import MeetingReply


def answer_invitation(
    session: Session, workspace_id: UUID, said: MeetingReply, *, sender: str, now: datetime
) -> str | None:
    """Keeps the answer; one that declines frees the time. Why it does not count, where it does not:
    ``uid_unknown``, ``not_the_attendee``, ``reply_without_answer``, ``meeting_is_off``,
    ``reply_is_older``.
    """
    card = answers.by_uid(session, workspace_id, said.uid)
    if card is None:
        return "uid_unknown"
    at = min(said.at or now, now)  # a clock that is ahead would shut out every later answer
    reply = answers.reply_of(said.partstat)
    why = (
        _why_not_theirs(session, workspace_id, card, (said.attendee, sender))
        or (None if reply else "reply_without_answer")
        or answers.why_not(session, workspace_id, card.id, sequence=said.sequence, at=at)
    )
    _record(session, workspace_id, card, reply=reply, why=why, now=now)
    if reply and not why:
        answers.keep_reply(session, workspace_id, card.id, reply, sequence=said.sequence, at=at)
        if reply is Reply.DECLINED:
            call_off(session, workspace_id, card.id, tells=False, now=now)
    return why


def _why_not_theirs(
    session: Session, workspace_id: UUID, card: AppointmentCard, by: tuple[str, str]
) -> str | None:
    invited = leads.card(session, workspace_id, card.lead_id).email
    is_theirs = invited is not None and set(by) == {invited.lower()}
    return None if is_theirs else "not_the_attendee"


def _record(
    session: Session,
    workspace_id: UUID,
    card: AppointmentCard,
    *,
    reply: Reply | None,
    why: str | None,
    now: datetime,
) -> None:
    entry = Entry(
        type=DecisionType.APPOINTMENT_ANSWERED,
        phase=Phase.NOTE,
        outcome=Outcome.REFUSED if why else Outcome.ACCEPTED,
        reasons=(why,) if why else (),
        conversation_ref=card.conversation_id,
        subject_ref=card.subject_ref,
        facts={
            "appointment": str(card.id),
            "sequence": card.sequence,
            "reply": reply.value if reply else None,
        },
    )
    decisions.record(session, workspace_id, entry, now=now)
