"""What a scene has come to, read from its copy: no id and no instant of the machine."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email import message_from_string, policy
from typing import Any
from uuid import UUID

from agent.understanding.language import scores
from agent.understanding.words import tokenise
from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.appointments import service as appointments
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType
from salesgenix.decisions.service import DecisionCard
from salesgenix.leads import service as leads
from salesgenix.privacy import requests
from salesgenix.privacy import service as privacy
from salesgenix.rehearsals import service as rehearsals
from salesgenix.simulations.judging import Company
from salesgenix.simulations.rules import (
    Answer,
    Booked,
    Decided,
    EndState,
    FactKept,
    Line,
    Mailed,
    Offer,
    Spent,
)
from salesgenix.simulations.texts import without_quotes
from salesgenix.tasks import service as tasks

MOST = 10_000
REFUSALS = frozenset(
    {
        DecisionType.ACTION_DENIED,
        DecisionType.TOOL_DENIED,
        DecisionType.APPROVAL_REFUSED,
        DecisionType.GUARDRAIL_BLOCKED,
        DecisionType.REPLY_WITHHELD,
    }
)
SELLS = frozenset(
    {
        ActionKind.SLOTS_OFFER,
        ActionKind.APPOINTMENT_HOLD,
        ActionKind.APPOINTMENT_BOOK,
        ActionKind.DISCOUNT_OFFER,
        ActionKind.MAIL_TRANSCRIPT,
        ActionKind.MAIL_INVITATION,
    }
)
PASSES_ON = frozenset({"unanswered_question", "not_taken"})
EMBEDDED = "embedded"  # the provider that a decision names for the playbook
SURE = 2.0  # points of a language before a reply counts as written in it


def answer_in(events: Sequence[EventCard], *, is_refused: bool, pages: str) -> Answer:
    """``pages`` is what may be quoted word for word, in whatever language it stands there."""
    lines, asked, offers = list[Line](), list[str](), list[Offer]()
    kinds = {event.kind for event in events}
    for event in events:
        if event.kind is EventKind.MESSAGE and event.actor in {Actor.AGENT, Actor.SYSTEM}:
            text = str(event.payload.get("text", ""))
            own = language_of(without_quotes(text, pages))
            lines.append(Line(text, own, event.actor is Actor.AGENT))
            asked += [str(thing) for thing in event.payload.get("asked", ())]
        if event.kind is EventKind.BOOKING_PROPOSED:
            offers += [
                Offer(datetime.fromisoformat(slot["starts_at"]), str(slot["label"]))
                for slot in event.payload["slots"]
            ]
    return Answer(
        lines=tuple(lines),
        asked=tuple(asked),
        offers=tuple(offers),
        is_booked=EventKind.BOOKING_CONFIRMED in kinds,
        is_cancelled=EventKind.BOOKING_CANCELLED in kinds,
        waits=EventKind.APPROVAL_REQUESTED in kinds,
        is_refused=is_refused,
        is_handed_over=EventKind.HANDOFF_REQUESTED in kinds,
    )


def language_of(text: str) -> str | None:
    """Where the words leave no doubt."""
    first, second = sorted(scores(text, tokenise(text)).items(), key=lambda one: -one[1])[:2]
    is_sure = first[1] >= SURE and first[1] >= 1.5 * second[1]
    return first[0] if is_sure else None


def made_since(db: Database, workspace_id: UUID, after: int) -> list[DecisionCard]:
    with db.reading() as session:
        found = decisions.listing(session, workspace_id, limit=MOST)
    return [card for card in reversed(found) if card.seq > after]


def last_decision(db: Database, workspace_id: UUID) -> int:
    with db.reading() as session:
        found = decisions.listing(session, workspace_id, limit=1)
    return found[0].seq if found else 0


def is_refused(db: Database, workspace_id: UUID, *, after: int) -> bool:
    """Something was denied, blocked or withheld, or a question was passed on to the team."""
    made = made_since(db, workspace_id, after)
    with db.reading() as session:
        passed_on = {
            action.id
            for one in {card.conversation_ref for card in made if card.conversation_ref}
            for action in actions.actions_of(session, workspace_id, one)
            if action.kind is ActionKind.TASK_OPEN and action.arguments.get("kind") in PASSES_ON
        }
    return any(card.type in REFUSALS or card.action_id in passed_on for card in made)


def acts(
    db: Database, workspace_id: UUID, *, after: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Kinds of action: performed since, and denied."""
    made = made_since(db, workspace_id, after)
    done = {card.action_id for card in made if card.type == DecisionType.ACTION_PERFORMED}
    denied = {card.action_id for card in made if card.type == DecisionType.ACTION_DENIED}
    kinds: dict[UUID, str] = {}
    with db.reading() as session:
        for one in {card.conversation_ref for card in made if card.conversation_ref}:
            for action in actions.actions_of(session, workspace_id, one):
                kinds[action.id] = action.kind.value
    return _kinds(done, kinds), _kinds(denied, kinds)


def known_fields(db: Database, workspace_id: UUID, lead_id: UUID) -> frozenset[str]:
    with db.reading() as session:
        card = leads.card(session, workspace_id, lead_id)
    return frozenset(fact.field.value for fact in card.facts if fact.superseded_at is None)


def spent_by(db: Database, workspace_id: UUID) -> Spent:
    """By a hosted model: the playbook costs nothing."""
    models = [
        card.body["model"]
        for card in made_since(db, workspace_id, 0)
        if card.type in {DecisionType.MODEL_CALLED, DecisionType.MODEL_FAILED}
        and card.body["model"]["provider"] != EMBEDDED
    ]
    return Spent(
        calls=len(models),
        tokens_read=sum(model.get("tokens_in", 0) for model in models),
        tokens_written=sum(model.get("tokens_out", 0) for model in models),
    )


def end_state(scene: Any) -> EndState:
    """Everything that a file may assert of."""
    db, workspace_id = scene.db, scene.workspace_id
    made = made_since(db, workspace_id, 0)
    with db.reading() as session:
        talk = conversations.card(session, workspace_id, scene.conversation_id)
        lead = leads.card(session, workspace_id, scene.lead_id)
        kept = leads.history(session, workspace_id, scene.lead_id)
        mine = actions.actions_of(session, workspace_id, scene.conversation_id)
        return EndState(
            stage=lead.stage.value,
            language=talk.language,
            is_suppressed=privacy.is_suppressed(session, workspace_id, lead=lead),
            is_frozen=lead.is_frozen,
            control=talk.control,
            waits_for_person=talk.wants_person,
            facts=tuple(
                FactKept(one.field.value, one.value, one.quote, one.superseded_at is None)
                for one in kept
            ),
            bookings=tuple(_bookings(session, scene)),
            actions=tuple((one.kind.value, one.state.value) for one in mine),
            decisions=tuple(_decided(made, scene.conversation_id)),
            outbox=tuple(_mails(session, workspace_id)),
            tasks=tuple(
                sorted(
                    one.kind
                    for one in tasks.listing(
                        session, workspace_id, conversation_id=scene.conversation_id
                    )
                )
            ),
            requests=tuple(
                sorted(
                    one.kind.value
                    for one in requests.requests(session, workspace_id)
                    if one.conversation_id in {None, scene.conversation_id} and not one.is_of_child
                )
            ),
            waiting=rehearsals.waiting_in(db, workspace_id, scene.conversation_id),
            sold_after_stop=_sold(made, scene.stopped, {one.id: one.kind for one in mine}),
        )


def company_of(db: Database, workspace_id: UUID, *, now: datetime) -> Company:
    with db.reading() as session:
        profile = accounts.profile_of(session, workspace_id).profile
        members = accounts.members(session, workspace_id)
    public, internal = rehearsals.pages_of(db, workspace_id, today=now.date())
    about = [profile.about, profile.postal_address, f"{profile.meeting.minutes} minutes"]
    about += [f"{profile.discount.ceiling_percent} %"]
    about += [clock for member in members for spans in member.hours.values()
              for span in spans for clock in span]  # fmt: skip
    return Company(public, internal, tuple(about), profile.zone)


def _kinds(ids: Iterable[UUID | None], kinds: dict[UUID, str]) -> tuple[str, ...]:
    return tuple(sorted(kinds[one] for one in ids if one in kinds))


def _bookings(session: Any, scene: Any) -> Iterable[Booked]:
    members = {one.id: one for one in accounts.members(session, scene.workspace_id)}
    found = appointments.of_conversation(session, scene.workspace_id, scene.conversation_id)
    for one in sorted(found, key=lambda meeting: (meeting.starts_at, meeting.state.value)):
        zone = members[one.member_id].zone if one.member_id in members else "UTC"
        yield Booked(
            one.starts_at.astimezone(UTC),
            one.state.value,
            one.member_name,
            zone or "UTC",
            one.prospect_zone,
        )


def _decided(made: Iterable[DecisionCard], conversation_id: UUID) -> Iterable[Decided]:
    for card in made:
        if card.conversation_ref in {None, conversation_id}:
            yield Decided(card.type, card.outcome, tuple(card.body.get("reasons", ())))


def _sold(
    made: Iterable[DecisionCard], stopped: int | None, kinds: dict[UUID, ActionKind]
) -> tuple[str, ...]:
    if stopped is None:
        return ()
    return tuple(
        f"{card.type} {kinds[card.action_id]}"
        for card in made
        if card.seq > stopped
        and card.type == DecisionType.ACTION_PERFORMED
        and card.action_id is not None
        and kinds.get(card.action_id) in SELLS
    )


def _mails(session: Any, workspace_id: UUID) -> Iterable[Mailed]:
    """What was handed over, oldest first."""
    team = {member.email for member in accounts.members(session, workspace_id)}
    sent = [one for one in actions.outbox(session, workspace_id) if one.state == "sent"]
    for one in sorted(sent, key=lambda delivery: delivery.started_at):
        kind = actions.card(session, workspace_id, one.action_id).kind.value
        to = one.recipient or ""
        yield Mailed(to, kind, _readable(one.message or ""), to in team)


def _readable(message: str) -> str:
    mail = message_from_string(message, policy=policy.default)
    body = mail.get_body(("plain", "html"))
    return f"{mail['Subject']}\n{body.get_content() if body is not None else ''}"
