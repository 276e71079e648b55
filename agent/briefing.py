"""What is known when a turn begins: read in one transaction, understood, put into one
``TurnState``.

Everything personal that enters the state is a pseudonym already: the state is part of the prompt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from sqlmodel import Session

from agent import colleagues, thread
from agent.people import BLOCKED, STOPPED, load_vault, people_of, rules_of
from agent.receiving import UNREAD
from agent.state import (
    BookedAppointment,
    CompanyFacts,
    DiscountLimit,
    Signals,
    TimeWindow,
    TurnState,
)
from agent.thread import Hide
from agent.timing import Said, times_in
from agent.understanding.answers import with_answer
from agent.understanding.kinds import Floor, Intent, Previous, Understanding
from agent.understanding.letters import unquoted
from agent.understanding.remarks import wished_language
from agent.understanding.signals import read_message
from agent.understanding.times import When
from guardrails.entities import Entity, Owner
from guardrails.guard import Guard
from guardrails.inbound import PERSONAL_MATTER
from guardrails.people import KnownPeople
from guardrails.pseudonyms.mentions import Mention, Referent
from guardrails.vault import Vault
from salesgenix.accounts import service as accounts
from salesgenix.accounts.service import MemberCard, WorkspaceCard
from salesgenix.actions.facts import person_of
from salesgenix.appointments import service as appointments
from salesgenix.appointments import waiting
from salesgenix.appointments.service import AppointmentCard
from salesgenix.appointments.waiting import Place
from salesgenix.authority.rules import ActiveRule, Person
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import ConversationCard, EventCard
from salesgenix.instructions import service as instructions
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField, zone_of_phone
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import service as privacy
from salesgenix.qualification import service as qualification
from salesgenix.rights import children
from salesgenix.turns.service import TurnCard

HISTORY = 60
AWAY = timedelta(hours=6)  # who writes again after that comes back
GUARDED = "guarded"  # marks a message whose text holds pseudonyms already
FOREIGN = "foreign"  # marks one in which a pseudonym would be forged
MAX_WORDS_READ = 4_000  # characters of new text that are read for signals
PERSONAL = {"name": Entity.PERSON, "email": Entity.EMAIL, "phone": Entity.PHONE}
BUSINESS = ("company", "position")
ON_RECORD = Mention(Referent.PROSPECT, is_sure=True)

_BARE_ANSWERS = frozenset({"name", "company", "city"})  # fields a word or two may tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """One consistent reading of the business at the beginning of a turn."""

    turn: TurnCard
    conversation: ConversationCard
    lead: LeadCard
    workspace: WorkspaceCard
    members: tuple[MemberCard, ...]
    rules: tuple[ActiveRule, ...]
    events: tuple[EventCard, ...]
    vault: Vault
    known: KnownPeople
    is_suppressed: bool
    is_platform_stopped: bool
    times: tuple[AppointmentCard, ...]  # held and booked in this conversation, oldest first
    place: Place | None = None  # on the waiting list
    is_child: bool = False  # may be one: nothing they write is read, but the language it is in
    next_questions: tuple[FactField, ...] = ()

    @property
    def person(self) -> Person | None:
        """Whom the orders are asked about."""
        return person_of(self.lead, self.conversation.zone)

    @property
    def unanswered(self) -> list[EventCard]:
        """The prospect's messages that no answer of ours has taken in yet."""
        ours = (
            int(event.payload.get("answers", event.seq))
            for event in self.events
            if event.kind is EventKind.MESSAGE and event.actor is not Actor.PROSPECT
        )
        answered = max(ours, default=0)
        return [event for event in self.heard if event.seq > answered]

    @property
    def newest_words(self) -> str:
        """What they have written since, without what they only quote, as a model may read it."""
        texts = (unquoted(_as_read(event)) for event in self.unanswered)
        return "\n".join(texts)[-MAX_WORDS_READ:]

    @property
    def blocked(self) -> frozenset[str]:
        """The kinds of value in those messages for which no model may be asked."""
        return self._held_back(BLOCKED)

    @property
    def stopped(self) -> frozenset[str]:
        """The kinds of value in those messages that end the selling."""
        return self._held_back(STOPPED)

    def _held_back(self, how: str) -> frozenset[str]:
        return frozenset(kind for event in self.unanswered for kind in event.payload.get(how, ()))

    @property
    def newest_heard(self) -> int:
        """The place of the newest message this turn takes in."""
        return max((event.seq for event in self.heard), default=0)

    @property
    def heard(self) -> list[EventCard]:
        return [
            event
            for event in self.events
            if event.kind is EventKind.MESSAGE and event.actor is Actor.PROSPECT
        ]


def gather(session: Session, turn: TurnCard, *, now: datetime) -> Briefing:
    conversation = conversations.card(session, turn.workspace_id, turn.conversation_id)
    lead = leads.card(session, turn.workspace_id, conversation.lead_id)
    workspace = accounts.profile_of(session, turn.workspace_id)
    members = tuple(accounts.members(session, turn.workspace_id))
    return Briefing(
        turn=turn,
        conversation=conversation,
        lead=lead,
        workspace=workspace,
        members=members,
        rules=tuple(instructions.active_rules(session, turn.workspace_id, now=now)),
        events=tuple(
            conversations.history(session, turn.workspace_id, turn.conversation_id, limit=HISTORY)
        ),
        vault=load_vault(session, turn.workspace_id, turn.conversation_id),
        known=people_of(
            workspace.profile,
            members,
            lead,
            rules_of(session, turn.workspace_id, workspace.profile),
        ),
        is_suppressed=privacy.is_suppressed(session, turn.workspace_id, lead=lead),
        is_platform_stopped=accounts.is_platform_stopped(session),
        times=tuple(appointments.of_conversation(session, turn.workspace_id, turn.conversation_id)),
        place=waiting.place_of(session, turn.workspace_id, turn.conversation_id),
        is_child=children.is_protected(session, turn.workspace_id, conversation.subject_ref),
        next_questions=qualification.next_questions(session, turn.workspace_id, lead),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """The newest words, as the code understood them."""

    understanding: Understanding
    when: When
    zone: str
    language: str
    zone_is_known: bool = False
    colleague: MemberCard | None = None


def understand(briefing: Briefing, *, now: datetime) -> Reading:
    """Reads the prospect's unanswered messages, with pseudonyms where values stood."""
    profile, conversation = briefing.workspace.profile, briefing.conversation
    text = briefing.newest_words
    asked = thread.asked(briefing.events)
    understanding = read_message(
        text,
        languages=profile.languages,
        previous=Previous(
            language=conversation.language,
            asked=asked[-1] if asked else None,
            offered=len(thread.offered(briefing.events)),
            just_asked=next(reversed(thread.just_asked(briefing.events)), None),
        ),
        minor_age=profile.minor_age,
    )
    understanding = with_answer(understanding, text, thread.just_asked(briefing.events))
    understanding = _with_chosen_slot(understanding, briefing)
    colleague, understanding = _of_the_team(understanding, briefing)
    understanding = _with_masked_despair(understanding, briefing)
    if Entity.MINOR_AGE in briefing.stopped:  # by the workspace's own limit
        understanding = replace(understanding, floor=understanding.floor | {Floor.MINOR})
    if briefing.is_child:
        understanding = _of_a_child(understanding, briefing)
    if (wished := wished_language(text)) in profile.languages:
        understanding = replace(understanding, language=str(wished))
    phone = briefing.vault.named(understanding.fact("phone") or "")
    known = (
        conversation.zone
        or briefing.lead.zone
        or zone_of_phone(briefing.lead.phone)
        or zone_of_phone(phone.value if phone else None)
    )
    place = None if known else understanding.fact("city")
    said = Said(text, understanding.written_in, place, asked[-1] if asked else "")
    when = times_in(said, now=now, zone=known or profile.zone)
    zone = when.zone or known or profile.zone
    understanding = _without_times(understanding, when)
    return Reading(
        understanding, when, zone, understanding.language, bool(when.zone or known), colleague
    )


def _of_the_team(
    understanding: Understanding, briefing: Briefing
) -> tuple[MemberCard | None, Understanding]:
    """Whom of the team they name, in their real words; that is no name of their own."""
    written = "\n".join(str(event.payload.get("text", "")) for event in briefing.unanswered)
    colleague = colleagues.named(written, briefing.members)
    stated = understanding.fact("name")
    if colleague is None or stated is None:
        return colleague, understanding
    held = briefing.vault.named(stated)
    real = held.value if held else stated
    understanding = colleagues.not_theirs(understanding, colleague, real)
    if understanding.fact("name") is not None:  # theirs, and names nobody of the team by itself
        colleague = colleagues.named(written.replace(real, " "), briefing.members)
    return colleague, understanding


def _without_times(understanding: Understanding, when: When) -> Understanding:
    """``Friday morning`` in answer to a question for their name is no name."""
    spoken = [window.words.casefold() for window in when.windows]
    kept = tuple(
        seen
        for seen in understanding.facts
        if seen.field not in _BARE_ANSWERS or not any(seen.value.casefold() in w for w in spoken)
    )
    return replace(understanding, facts=kept)


def _with_masked_despair(understanding: Understanding, briefing: Briefing) -> Understanding:
    """Despair is heard in the words as written: what a model may read of them can be the mask of a
    personal matter, and that must not be what hides it.
    """
    if not any(PERSONAL_MATTER in _as_read(event) for event in briefing.unanswered):
        return understanding
    written = "\n".join(unquoted(str(e.payload.get("text", ""))) for e in briefing.unanswered)
    seen = read_message(
        written[-MAX_WORDS_READ:],
        languages=briefing.workspace.profile.languages,
        previous=Previous(language=understanding.language),
        by_rules=True,
    )
    if Floor.DISTRESS not in seen.floor:
        return understanding
    kept = understanding.floor | (seen.floor & {Floor.DISTRESS, Floor.STOP})
    return replace(understanding, floor=kept, doubtful=frozenset())


def _of_a_child(understanding: Understanding, briefing: Briefing) -> Understanding:
    """Nothing but that it is one, and the language to answer in."""
    written = "\n".join(str(event.payload.get("text", "")) for event in briefing.unanswered)
    seen = read_message(
        written[-MAX_WORDS_READ:],
        languages=briefing.workspace.profile.languages,
        previous=Previous(language=understanding.language),
    )
    return Understanding(seen.language, seen.written_in, floor=frozenset({Floor.MINOR}))


def _with_chosen_slot(understanding: Understanding, briefing: Briefing) -> Understanding:
    """A slot that was picked by its button needs no reading."""
    choice = next(
        (event.payload["choice"] for event in briefing.unanswered if "choice" in event.payload),
        None,
    )
    ids = [slot["id"] for slot in thread.offered(briefing.events)]
    if not choice or choice.get("slot") not in ids:
        return understanding
    return replace(
        understanding,
        choice=ids.index(choice["slot"]) + 1,
        intents=(*understanding.intents, Intent.CHOOSE_SLOT),
    )


def make_state(
    briefing: Briefing, reading: Reading, guard: Guard, *, now: datetime, tools: Sequence[str]
) -> TurnState:
    """The state is part of the prompt, so free text in it is guarded here, value by value."""
    hide = partial(_hidden, briefing, guard)
    profile, conversation = briefing.workspace.profile, briefing.conversation
    events = briefing.events
    offered = thread.offered(events)
    return TurnState(
        trigger=briefing.turn.trigger,
        now=now,
        zone=reading.zone,
        zone_is_known=reading.zone_is_known,
        home_zone=profile.zone,
        company=CompanyFacts(
            name=profile.company,
            about=profile.about,
            site=profile.site,
            privacy_url=profile.privacy_url,
        ),
        agent_name=profile.agent_name,
        language=reading.language,
        languages=tuple(profile.languages),
        stage=briefing.lead.stage.value,
        control=conversation.control,
        known=_known_fields(briefing, hide),
        source=briefing.lead.source,
        signals=Signals.model_validate(reading.understanding),
        windows=tuple(TimeWindow.model_validate(window) for window in reading.when.windows),
        time_question=reading.when.question.value if reading.when.question else None,
        offered_slots=tuple(thread.slot_of(slot, hide) for slot in offered),
        held=thread.held(briefing.times, offered, hide),
        appointment=_appointment(briefing, hide),
        outcomes=tuple(thread.outcomes(events, hide)),
        asked=tuple(thread.asked(events)),
        next_questions=tuple(field.value for field in briefing.next_questions),
        questions_max=profile.qualification.questions_max,
        objection_attempts=thread.objection_attempts(events),
        discount=DiscountLimit(ceiling_percent=profile.discount.ceiling_percent),
        strategies=_strategies(briefing.rules),
        tools=tuple(tools),
        meeting_label=profile.meeting.label,
        is_first_turn=not any(
            event.kind is EventKind.MESSAGE and event.actor is not Actor.PROSPECT
            for event in events
        ),
        whispers=tuple(thread.whispers(events, hide)),
        handback=thread.handback(events, hide),
        waits_for_person=conversation.wants_person,
        colleague=hide(reading.colleague.name) if reading.colleague else "",
        **_waiting(briefing),
        is_back=_is_back(briefing),
    )


def to_messages(briefing: Briefing) -> list[AnyMessage]:
    """The thread as a model reads it: the prospect speaks, our side answers."""
    messages: list[AnyMessage] = []
    for event in briefing.events:
        text = _as_read(event)
        if event.kind is not EventKind.MESSAGE or not text or _is_aside(event):
            continue
        if event.actor is Actor.PROSPECT:
            messages.append(HumanMessage(text, additional_kwargs={GUARDED: True}))
        elif event.actor is Actor.REP:
            written = f"[written by a person of the team] {text}"
            messages.append(AIMessage(written, additional_kwargs={FOREIGN: True}))
        else:
            mark = GUARDED if "model" in event.payload else FOREIGN
            messages.append(AIMessage(text, additional_kwargs={mark: True}))
    if not messages or not isinstance(messages[-1], HumanMessage):
        messages.append(HumanMessage("[no new message: continue from the state]"))
    return messages


def _is_aside(event: EventCard) -> bool:
    """A line of the house on the wait for a person: the state says what is so now."""
    return event.actor is Actor.SYSTEM and event.payload.get("answers") == 0


def _as_read(event: EventCard) -> str:
    """The message as a model may read it: that was written down when it was said."""
    if event.payload.get(UNREAD):
        return ""
    return str(event.payload.get("model") or event.payload.get("text", ""))


def _hidden(briefing: Briefing, guard: Guard, text: str) -> str:
    if not text:
        return text
    known = briefing.known
    return guard.for_model(text, vault=briefing.vault, known=known, foreign=True).text


def _known_fields(briefing: Briefing, hide: Hide) -> dict[str, str | None]:
    lead, vault = briefing.lead, briefing.vault
    known: dict[str, str | None] = {
        fact.field.value: hide(fact.value)
        for fact in lead.facts
        if fact.field.value not in PERSONAL
    }
    for name, entity in PERSONAL.items():
        value = getattr(lead, name)
        if value:
            known[name] = vault.token_for(entity, value, Owner.PROSPECT, mention=ON_RECORD)
    known |= {name: hide(value) for name in BUSINESS if (value := getattr(lead, name))}
    return known


def _waiting(briefing: Briefing) -> dict[str, Any]:
    """Their place on the waiting list, and in a turn that brings a free time until when it is
    theirs to take first.
    """
    place = briefing.place
    if place is None:
        return {}
    is_offered = briefing.turn.trigger == "waitlist"
    return {
        "is_waiting": True,
        "waits_for": tuple(TimeWindow(start=span.start, end=span.end) for span in place.windows),
        "asked_first_until": place.asked_first_until if is_offered else None,
    }


def _is_back(briefing: Briefing) -> bool:
    """Whether they write again after a pause in a talk that had begun."""
    unanswered = briefing.unanswered
    if not unanswered:
        return False
    before = [
        event.at
        for event in briefing.events
        if event.kind is EventKind.MESSAGE and event.seq < unanswered[0].seq
    ]
    has_talked = len(briefing.heard) > len(unanswered)
    return has_talked and unanswered[0].at - before[-1] >= AWAY


def _strategies(rules: Iterable[ActiveRule]) -> tuple[str, ...]:
    """Those that orders name, but for what other orders bar."""
    named: dict[str, set[str]] = {"grant": set(), "bound": set()}
    for active in rules:
        if active.rule.effect == "bound" or not active.is_paused:
            named[active.rule.effect] |= active.rule.strategies
    return tuple(sorted(named["grant"] - named["bound"]))


def _appointment(briefing: Briefing, hide: Hide) -> BookedAppointment | None:
    event = thread.last(briefing.events, EventKind.BOOKING_CONFIRMED, EventKind.BOOKING_CANCELLED)
    if event is None or event.kind is EventKind.BOOKING_CANCELLED:
        return None
    return BookedAppointment(
        id=event.payload["appointment_id"],
        starts=event.payload["starts_at"],
        label=event.payload.get("label", ""),
        member=hide(event.payload.get("member", "")),
        zone=next((m.zone for m in briefing.members if m.name == event.payload.get("member")), ""),
        slot=event.payload.get("slot_id", ""),
    )
