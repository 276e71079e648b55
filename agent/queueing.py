"""Waiting for a person, told as it is: whether somebody is there, when somebody will be, and where
they may write instead. Never silence, and never a promise that nobody made.

The lines are the house's own, so no model words them; they answer no question, which stays open
for the agent if orders let it answer.
"""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from prompts.loader import phrases
from salesgenix.accounts import service as accounts
from salesgenix.accounts.hours import Presence, presence
from salesgenix.accounts.rules import Profile
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind, HandoffReason
from salesgenix.conversations.service import ConversationCard, NewEvent
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.kit.spoken import spoken
from salesgenix.leads import service as leads
from salesgenix.leads.rules import Stage
from salesgenix.privacy.rules import is_holiday
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind

REP_IDLE = "rep_idle"  # a note to whoever has taken over; its words stand in the console


def tell_asked(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, by_agent: bool, now: datetime
) -> None:
    """Right after a person was asked for: what is true now. The agent has said that it asked, and
    for an address, so that is not said twice.
    """
    card = conversations.card(session, workspace_id, conversation_id)
    if not card.wants_person or card.told_at is not None:
        return
    profile = accounts.profile_of(session, workspace_id).profile
    team = team_of(session, workspace_id, profile, now)
    if team.until is not None:
        if not by_agent:
            _say(session, card, profile, ["queue_called", _address(session, card)], now=now)
        return
    if conversations.mark_told(session, workspace_id, card, now=now):
        address = "" if by_agent else _address(session, card)
        _say(session, card, profile, [_shut(team), address], team=team, now=now)


def keep_address(
    session: Session, workspace_id: UUID, conversation_id: UUID, email: str, *, now: datetime
) -> None:
    """An address given by somebody who waits is kept with the task, whatever else may be kept."""
    card = conversations.card(session, workspace_id, conversation_id)
    if not card.wants_person or leads.card(session, workspace_id, card.lead_id).is_frozen:
        return
    tasks.open_task(
        session,
        workspace_id,
        conversation_id,
        subject_ref=card.subject_ref,
        kind=TaskKind.PERSON_WANTED,
        note=email,
        now=now,
    )
    profile = accounts.profile_of(session, workspace_id).profile
    _say(session, card, profile, ["queue_email_kept"], email=email, now=now)


def overdue(session: Session, now: datetime) -> list[ConversationCard]:
    """Who has waited too long, in all workspaces: for the worker, which tells each in turn."""
    return [card for card in conversations.waiting(session) if _due(session, card, now) is not None]


def tell_overdue(session: Session, waiting: ConversationCard, *, now: datetime) -> bool:
    """Tells one of them, unless somebody else just has or a person has come."""
    card = conversations.card(session, waiting.workspace_id, waiting.id)
    due = _due(session, card, now)
    if due is None:
        return False
    return _DUE[due](session, card, now)


def team_of(session: Session, workspace_id: UUID, profile: Profile, now: datetime) -> Presence:
    country, part = profile.holidays.country, profile.holidays.subdivision

    def is_off(day: date) -> bool:
        return is_holiday(day, country, part)

    return presence(accounts.members(session, workspace_id), now, is_off=is_off)


def _due(session: Session, card: ConversationCard, now: datetime) -> str | None:
    """What is to be done about somebody who waits, or nothing yet."""
    if card.wanted_at is None or card.state != "open":
        return None
    wait = accounts.profile_of(session, card.workspace_id).profile.handover
    since = card.told_at or card.wanted_at
    minutes = (now - since).total_seconds() / 60
    if card.control == "agent":
        is_due = card.told_at is None and minutes >= wait.wait_minutes
        return "queue" if is_due else None
    if card.told_at is None:
        return "prompt" if minutes >= wait.idle_minutes else None
    return "away" if minutes >= wait.wait_minutes else None


def _end_wait(session: Session, card: ConversationCard, now: datetime) -> bool:
    if not conversations.mark_told(session, card.workspace_id, card, now=now):
        return False
    profile = accounts.profile_of(session, card.workspace_id).profile
    team = team_of(session, card.workspace_id, profile, now)
    key = "queue_busy" if team.until is not None else _shut(team)
    _say(session, card, profile, [key, _address(session, card)], team=team, now=now)
    return True


def _prompt_rep(session: Session, card: ConversationCard, now: datetime) -> bool:
    if not conversations.mark_told(session, card.workspace_id, card, now=now):
        return False
    note = NewEvent(kind=EventKind.NOTE, actor=Actor.SYSTEM, payload={"said": REP_IDLE})
    conversations.append(session, card.workspace_id, card.id, note, now=now)
    return True


def _rep_is_away(session: Session, card: ConversationCard, now: datetime) -> bool:
    """Back into the queue: the team is asked anew, and the agent answers what is open."""
    if not conversations.give_up(session, card.workspace_id, card, now=now):
        return False
    profile = accounts.profile_of(session, card.workspace_id).profile
    _say(session, card, profile, ["rep_away", _address(session, card)], now=now)
    tasks.open_task(
        session,
        card.workspace_id,
        card.id,
        subject_ref=card.subject_ref,
        kind=TaskKind.PERSON_WANTED,
        note=HandoffReason.REP_AWAY.value,
        now=now,
    )
    entry = Entry(
        type=DecisionType.CONTROL_RETURNED,
        outcome="done",
        reasons=(HandoffReason.REP_AWAY.value,),
        conversation_ref=card.id,
        subject_ref=card.subject_ref,
        facts={"epoch": card.control_epoch + 1},
    )
    conversations.owe_answer(session, card.workspace_id, card.id, now=now)
    decisions.record(session, card.workspace_id, entry, now=now)
    return True


_DUE = {"queue": _end_wait, "prompt": _prompt_rep, "away": _rep_is_away}


def _shut(team: Presence) -> str:
    return "queue_shut" if team.opens_at is not None else "queue_shut_undated"


def _address(session: Session, card: ConversationCard) -> str:
    """Where they may be written to: confirmed, asked for, or left alone."""
    lead = leads.card(session, card.workspace_id, card.lead_id)
    if lead.stage is Stage.OPTED_OUT:
        return ""
    return "queue_email_known" if lead.email else "queue_email"


def _say(
    session: Session,
    card: ConversationCard,
    profile: Profile,
    keys: list[str],
    *,
    now: datetime,
    team: Presence | None = None,
    email: str | None = None,
) -> None:
    """One line of the house, in the prospect's language and on their clock; none to a child."""
    lead = leads.card(session, card.workspace_id, card.lead_id)
    if lead.is_frozen:
        return
    language = card.language or profile.languages[0]
    moment = (team.until or team.opens_at) if team else None
    facts: dict[str, object] = {
        "when": spoken(moment, card.zone or profile.zone, language) if moment else "",
        "email": email or lead.email or "",
        "agent": profile.agent_name,
    }
    words = phrases(language)
    text = " ".join(words.all(key, **facts)[0] for key in keys if key)
    line = NewEvent(
        kind=EventKind.MESSAGE, actor=Actor.SYSTEM, payload={"text": text, "answers": 0}
    )
    conversations.append(session, card.workspace_id, card.id, line, now=now)
