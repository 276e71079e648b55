"""The inbox: which conversations, in what order, and one of them with its lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from api.console import words
from api.console.views.leads import FactLine, fact_lines, name_of
from api.console.views.threads import Item, Reader, items
from api.members import SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.accounts.service import WorkspaceCard
from salesgenix.actions import service as actions
from salesgenix.appointments import service as appointments
from salesgenix.conversations import service as conversations
from salesgenix.conversations.service import ConversationCard, InboxRow
from salesgenix.decisions import service as decisions
from salesgenix.decisions.service import DecisionCard
from salesgenix.leads import service as leads
from salesgenix.leads.service import LeadCard
from salesgenix.tasks import service as tasks
from salesgenix.tasks.service import TaskCard

LIVE_FOR = timedelta(minutes=30)
SHOWN_EVENTS = 80
SHOWN_STEPS = 8
TABS = {"needs": "Needs you", "live": "Live", "all": "All", "closed": "Closed"}
STEPS = frozenset(
    {
        "action.denied",
        "action.performed",
        "approval.requested",
        "approval.granted",
        "approval.refused",
        "control.taken",
        "control.whispered",
        "control.returned",
        "guardrail.blocked",
        "objection.classified",
        "reply.corrected",
        "reply.withheld",
        "stage.moved",
        "strategy.selected",
    }
)

Tag = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    name: str
    at: datetime
    preview: str
    unread: bool
    tags: tuple[Tag, ...]
    needs: bool
    is_live: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    href: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """``mode`` is watching, yours, other or closed: what the reader may do at the bottom.

    ``stopped``: why the agent does not answer here at all; ``waited``: the visitor waits for the
    reader, who has been told so.
    """

    id: UUID
    name: str
    about: str
    mode: str
    holder: str
    holder_id: UUID | None
    epoch: int
    stopped: str
    waited: bool
    agent_name: str
    client_id: str
    whisper_id: str
    last_seq: int
    tags: tuple[Tag, ...]
    items: list[Item]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Step:
    text: str
    seq: int


@dataclass(frozen=True, slots=True)
class Side:
    lead_id: UUID
    is_paused: bool
    stage: tuple[str, str]
    facts: list[FactLine]
    tasks: list[str]
    meeting: str
    steps: list[Step]


def listing(session: Session, who: SignedIn, tab: str) -> tuple[list[Row], list[Tab]]:
    """The rows of a tab, those that need a person first, and the tabs with their figures."""
    open_tasks = _by_conversation(tasks.listing(session, who.workspace_id))
    asked = {
        card.action.conversation_id for card in actions.pending_approvals(session, who.workspace_id)
    }
    recent = conversations.inbox(session, who.workspace_id)
    people = leads.cards(session, who.workspace_id, [row.conversation.lead_id for row in recent])
    names = {card.id: card.name for card in accounts.members(session, who.workspace_id)}
    rows = [
        _row(
            who,
            row,
            people.get(row.conversation.lead_id),
            waiting=open_tasks.get(row.conversation.id, []),
            is_asked=row.conversation.id in asked,
            names=names,
        )
        for row in recent
        if not row.is_silent or row.conversation.wants_person
    ]
    chosen = {
        "needs": [row for row in rows if row.needs],
        "live": [row for row in rows if row.is_live and not row.is_closed],
        "all": sorted((row for row in rows if not row.is_closed), key=lambda row: not row.needs),
        "closed": [row for row in rows if row.is_closed],
    }
    tabs = [
        Tab(key, label, f"/console/inbox?tab={key}", _figure(key, chosen[key]))
        for key, label in TABS.items()
    ]
    return chosen[tab], tabs


def shop(session: Session, who: SignedIn) -> str | None:
    """A page that carries the chat, to try it on."""
    origins = [site.origins for site in accounts.sites(session, who.workspace_id) if site.origins]
    return origins[0][0] if origins else None


def _figure(key: str, rows: list[Row]) -> int:
    return len(rows) if key in {"needs", "live"} else 0


def _by_conversation(cards: Iterable[TaskCard]) -> dict[UUID, list[TaskCard]]:
    found: dict[UUID, list[TaskCard]] = {}
    for card in cards:
        if card.conversation_id is not None:
            found.setdefault(card.conversation_id, []).append(card)
    return found


def _row(
    who: SignedIn,
    row: InboxRow,
    lead: LeadCard | None,
    *,
    waiting: list[TaskCard],
    is_asked: bool,
    names: dict[UUID, str],
) -> Row:
    card = row.conversation
    is_mine = card.control_member_id == who.member.id
    unread = row.unread > 0 and row.preview_actor == "prospect"
    tags = list(_tags(card, waiting, lead, is_mine=is_mine, names=names))
    if is_asked:
        tags.insert(0, ("Needs approval", "warn", "clock"))
    return Row(
        id=card.id,
        name=name_of(lead, card.zone),
        at=card.last_event_at,
        preview=_preview(row),
        unread=unread,
        tags=tuple(tags),
        needs=card.state == "open"
        and bool(card.wants_person or waiting or is_asked or (is_mine and unread)),
        is_live=who.now - card.last_event_at < LIVE_FOR,
        is_closed=card.state == "closed",
    )


def _preview(row: InboxRow) -> str:
    """The last message in one line; whose it is is said where it is not the prospect's."""
    if row.is_silent:
        return ""
    text = " ".join(row.preview.split())[:160]
    return {"agent": f"AI: {text}", "rep": f"Team: {text}"}.get(row.preview_actor, text)


def _tags(
    card: ConversationCard,
    waiting: list[TaskCard],
    lead: LeadCard | None,
    *,
    is_mine: bool,
    names: dict[UUID, str],
) -> Iterable[Tag]:
    if card.wants_person:
        yield ("Wants a person", "danger", "hand")
    for kind in dict.fromkeys(task.kind for task in waiting):
        if kind != "person_wanted" or not card.wants_person:
            yield words.task_tag(kind)
    if card.control == "rep":
        holder = names.get(card.control_member_id or UUID(int=0), "A colleague")
        yield ("You", "accent", "user") if is_mine else (holder, "", "user")
    elif not waiting and not card.wants_person:
        yield ("Agent", "", "bot")
    if lead is not None and lead.stage == "booked":
        yield ("Booked", "ok", "check")
    if lead is not None and lead.stage == "opted_out":
        yield ("Do not contact", "danger", "ban")


def thread(session: Session, who: SignedIn, conversation_id: UUID) -> tuple[Thread, Side]:
    card = conversations.card(session, who.workspace_id, conversation_id)
    lead = leads.card(session, who.workspace_id, card.lead_id)
    events = conversations.history(session, who.workspace_id, card.id, limit=SHOWN_EVENTS)
    made = decisions.listing(session, who.workspace_id, conversation_ref=card.id, limit=400)
    reader = reader_of(session, who, lead, card)
    workspace = accounts.profile_of(session, who.workspace_id)
    holder = reader.members.get(card.control_member_id or UUID(int=0), "A colleague")
    open_tasks = tasks.listing(session, who.workspace_id, conversation_id=card.id)
    shown = Thread(
        id=card.id,
        name=reader.prospect,
        about=_about(lead, card),
        mode=_mode(card, who),
        holder=holder,
        holder_id=card.control_member_id,
        epoch=card.control_epoch,
        stopped=_stopped(session, workspace, lead),
        waited=card.control == "rep" and card.told_at is not None,
        agent_name=workspace.profile.agent_name,
        client_id=str(uuid4()),
        whisper_id=str(uuid4()),
        last_seq=card.last_seq,
        tags=(("Do not contact", "danger", "ban"),) if lead.stage == "opted_out" else (),
        items=items(session, reader, events, by_turn(made)),
        is_cut=bool(events) and events[0].seq > 1,
    )
    side = Side(
        lead_id=lead.id,
        is_paused=lead.paused_at is not None,
        stage=words.stage(lead.stage),
        facts=fact_lines(lead),
        tasks=[words.task(task.kind, task.note) for task in open_tasks],
        meeting=_meeting(session, who, card.id),
        steps=[Step(one.words, one.seq) for one in made if one.type in STEPS][:SHOWN_STEPS],
    )
    return shown, side


def reader_of(session: Session, who: SignedIn, lead: LeadCard, card: ConversationCard) -> Reader:
    profile = accounts.profile_of(session, who.workspace_id).profile
    team = accounts.members(session, who.workspace_id, with_inactive=True)
    return Reader(
        workspace_id=who.workspace_id,
        zone=who.member.zone,
        prospect=name_of(lead, card.zone),
        agent=profile.agent_name,
        members={member.id: member.name for member in team},
    )


def by_turn(cards: Iterable[DecisionCard]) -> dict[UUID, list[DecisionCard]]:
    """The decisions of each turn, in order."""
    found: dict[UUID, list[DecisionCard]] = {}
    for card in sorted(cards, key=lambda one: one.seq):
        if card.turn_id is not None:
            found.setdefault(card.turn_id, []).append(card)
    return found


def _mode(card: ConversationCard, who: SignedIn) -> str:
    if card.state == "closed":
        return "closed"
    if card.control == "agent":
        return "watching"
    return "yours" if card.control_member_id == who.member.id else "other"


def _stopped(session: Session, workspace: WorkspaceCard, lead: LeadCard) -> str:
    """Why nothing the agent would say reaches this visitor, in a word for the banner."""
    if accounts.is_platform_stopped(session):
        return "platform"
    if workspace.is_paused:
        return "workspace"
    if lead.paused_at is not None:
        return "lead"
    return "restricted" if lead.restricted_at is not None else ""


def _about(lead: LeadCard, card: ConversationCard) -> str:
    work = ", ".join(part for part in (lead.position, lead.company) if part)
    language = f"writes {words.language(card.language)}" if card.language else ""
    channel = words.CHANNELS.get(card.channel, words.said(card.channel))
    return " · ".join(part for part in (work, channel, language) if part)


def _meeting(session: Session, who: SignedIn, conversation_id: UUID) -> str:
    found = appointments.of_conversation(session, who.workspace_id, conversation_id)
    shown = [card for card in found if card.state in {"held", "awaiting_approval", "confirmed"}]
    if not shown:
        return ""
    card = shown[-1]
    state, _ = words.APPOINTMENT_STATES[card.state]
    zone = who.member.zone
    when = f"{words.slot(card.starts_at, zone)} {words.place(zone)}"
    return f"{state}: {when}, with {card.member_name}"
