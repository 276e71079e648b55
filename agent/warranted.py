"""What a hosted model wants done, held against the prospect's own words.

Where a value comes from is traced beside this (``origins``); here it is asked whether anybody asked
for the act. Code decides: by what the rules have read in the newest messages, or by a signal of the
model's own whose quote stands there word for word and which the classifier does not find far from
it. What nobody asked for is refused. The embedded brain acts on the rules' own reading.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from agent.brains.playbook.vocabulary import plain, spoken
from agent.briefing import Briefing, Reading
from agent.proposing import stands_in
from agent.understanding.kinds import Intent, Objection, Previous, Understanding
from agent.understanding.letters import unquoted
from agent.understanding.signals import read_message
from agent.understanding.vetoes import claimed_in, vetoed_in
from agent.understanding.weighing import hear
from salesgenix.conversations.rules import Actor, EventKind, HandoffReason
from salesgenix.kit.errors import Forbidden
from salesgenix.knowledge.answering import AFTER_A_NO
from tools.sources import Source
from tools.verb import Arguments, Verb

if TYPE_CHECKING:
    from agent.context import TurnContext

BEFORE = 4  # earlier messages of the prospect's in which a wish still stands
NEAR = 0.2  # the chance from which the classifier finds that a quote may mean it
ABUSE = "abuse"
_MEETING = frozenset({Intent.BOOKING_REQUEST, Intent.CHOOSE_SLOT, Intent.MOVE_APPOINTMENT})
_CHOOSES = frozenset({Intent.AFFIRM, Intent.GIVE_CONTACT}) | _MEETING
_CHANGES = frozenset({Intent.CANCEL_APPOINTMENT, Intent.MOVE_APPOINTMENT})
_TIMES = frozenset({"time", "slot", "zone", "meeting", "confirm"})  # what we have asked for
_NO = frozenset({Intent.NOT_INTERESTED, Objection.NOT_INTERESTED})
_CONTACT = frozenset({"name", "email", "phone"})
# Only a person's own words give these reasons; from a model they mean that it wants a colleague.
_THEIRS = {HandoffReason.ASKED: "person", HandoffReason.MINOR: "minor"}
_OF_THE_HOUSE = frozenset({HandoffReason.WHISPER, HandoffReason.REP_AWAY})


def is_for_rules(briefing: Briefing, reading: Reading) -> bool:
    """Who has said stop, or is abusive, is answered by the playbook: a model is not even asked
    about somebody to whom nothing may be sold.
    """
    read = reading.understanding
    is_abused = _is_abusive(briefing.newest_words, read.intents, read.written_in)
    return briefing.is_suppressed or is_abused


def _is_abusive(text: str, intents: tuple[Intent, ...], language: str) -> bool:
    return Intent.RUDE in intents or ABUSE in claimed_in(text, language=language)


@dataclass(frozen=True)
class Said:
    """What the prospect has said, as code reads it: the newest message, and those before it."""

    context: "TurnContext"

    @cached_property
    def newest(self) -> str:
        return self.context.grounds.briefing.newest_words

    @cached_property
    def now(self) -> frozenset[str]:
        """Intents and ``objection.<kind>`` of the newest message; the model's that count too."""
        signals, proposed = self.context.state.signals, self.context.proposed
        read = {*signals.intents, *(f"objection.{one}" for one in signals.objections)}
        if proposed is not None:
            read |= {*proposed.intents, *(f"objection.{one}" for one in proposed.objections)}
        return frozenset(str(one) for one in read)

    @cached_property
    def earlier(self) -> tuple[Understanding, ...]:
        """The few messages before, by code alone, oldest first."""
        briefing, state = self.context.grounds.briefing, self.context.state
        new = {event.seq for event in briefing.unanswered}
        texts = [
            unquoted(str(event.payload.get("model") or ""))
            for event in briefing.heard
            if event.seq not in new
        ]
        leaning = Previous(language=state.language, offered=len(state.offered_slots))
        languages = briefing.workspace.profile.languages
        return tuple(
            read_message(text, languages=languages, previous=leaning) for text in texts[-BEFORE:]
        )

    @cached_property
    def before(self) -> frozenset[str]:
        """What ``now`` is of the newest message, of those before it."""
        found = {one for read in self.earlier for one in read.intents}
        raised = {f"objection.{one}" for read in self.earlier for one in read.objections}
        return frozenset(str(one) for one in {*found, *raised})

    @property
    def choice(self) -> int | None:
        """The place of the time they have picked, in this message or in one before it."""
        newest = self.context.state.signals.choice
        if newest is not None or self.context.state.windows:
            return newest
        picked = [read.choice for read in self.earlier if read.choice is not None]
        return picked[-1] if picked else None

    @cached_property
    def is_refusing(self) -> bool:
        """A no, or abuse, that asks for no meeting in the same breath."""
        signals, lead = self.context.state.signals, self.context.grounds.briefing.lead
        is_no = {*_NO, f"objection.{Objection.NOT_INTERESTED}", Intent.RUDE} & self.now
        is_closed = lead.stage in AFTER_A_NO or self.context.grounds.briefing.is_suppressed
        is_abused = ABUSE in claimed_in(self.newest, language=signals.written_in)
        return bool(is_no or is_closed or is_abused) and not _MEETING & self.now

    @property
    def wants_meeting(self) -> bool:
        state = self.context.state
        is_asked = bool(_TIMES & set(state.asked[-1:])) or bool(state.offered_slots)
        return bool(_MEETING & (self.now | self.before)) or (bool(state.windows) and is_asked)

    @property
    def picks(self) -> bool:
        """Whether the newest message takes a time, or gives what a booking waits for."""
        signals = self.context.state.signals
        gives = _CONTACT & {fact.field for fact in signals.facts}
        has_picked = signals.choice is not None or self.context.state.windows
        return bool(has_picked or gives or _CHOOSES & self.now)

    def may_mean(self, label: str, quote: str) -> bool:
        """Whether these words stand in the newest message, and are not far from meaning it."""
        signals = self.context.state.signals
        if not stands_in(quote, self.newest) or label in vetoed_in(
            self.newest, language=signals.written_in
        ):
            return False
        return label in signals.doubtful or hear(self.newest).chances.get(label, 0.0) >= NEAR


def held(context: "TurnContext", verb: Verb, checked: Arguments) -> Arguments:
    """The arguments as they may count; ``Forbidden`` for what nobody has asked for."""
    if context.rules_only:
        return checked
    said = Said(context)
    if verb.name == "hand_over":
        return _for_a_reason(said, checked)
    is_asked = _ASKED.get(verb.name)
    if is_asked is not None and not is_asked(said, checked):
        raise Forbidden("tool.not_asked_for", "The prospect has asked for nothing of the kind.")
    return checked


def _for_a_reason(said: Said, checked: Any) -> Arguments:
    """A colleague may always be called, but not in the prospect's name unless they said so."""
    label = _THEIRS.get(checked.reason)
    is_said = label is None or said.may_mean(label, said.newest)
    if is_said and checked.reason not in _OF_THE_HOUSE:
        return checked  # type: ignore[no-any-return]
    return checked.model_copy(update={"reason": HandoffReason.POLICY})  # type: ignore[no-any-return]


def _stops(said: Said, checked: Any) -> bool:
    return said.may_mean("stop", checked.words)


def _exercises_a_right(said: Said, checked: Any) -> bool:
    """Some right, and this one above the others: an access asked for is no erasure."""
    quote = checked.quote
    if not said.may_mean("data_request", quote):
        return False
    rights = {
        label: chance
        for label, chance in hear(said.newest).chances.items()
        if label.startswith("data.")
    }
    return max(rights, key=lambda label: rights[label], default="") == f"data.{checked.kind.value}"


def _offers_times(said: Said, checked: Any) -> bool:
    del checked
    return not said.is_refusing


def _books(said: Said, checked: Any) -> bool:
    """They want a meeting, say what a booking waits for, and it is the time they have taken."""
    if said.is_refusing or not said.wants_meeting or not said.picks:
        return False
    return _is_their_time(said, str(checked.slot_id))


def _is_their_time(said: Said, slot_id: str) -> bool:
    """The one they named by its place, its day or hour, or with a yes to it alone."""
    context, state = said.context, said.context.state
    shown = [slot.id for slot in state.offered_slots]
    if state.held is not None and state.signals.choice is None and not state.windows:
        return state.held.id == slot_id
    if (choice := said.choice) is not None:
        at = choice - 1 if choice > 0 else choice
        return -len(shown) <= at < len(shown) and shown[at] == slot_id
    if state.windows:
        found = {one["id"]: datetime.fromisoformat(str(one["starts_at"])) for one in context.slots}
        starts = (found | {slot.id: slot.starts for slot in state.offered_slots}).get(slot_id)
        return starts is not None and any(w.start <= starts < w.end for w in state.windows)
    if Intent.CHOOSE_SLOT in said.now:
        return slot_id in shown  # "any of them is fine"
    return Intent.AFFIRM in said.now and _named_alone(said) == slot_id


def _named_alone(said: Said) -> str | None:
    """The one time that lies on the table, or that our last words speak of."""
    ours = [
        str(event.payload.get("text", ""))
        for event in said.context.grounds.briefing.events
        if event.kind is EventKind.MESSAGE and event.actor is Actor.AGENT
    ]
    shown = said.context.state.offered_slots
    named = [slot for slot in shown if ours and slot.label and slot.label in ours[-1]]
    one = named or shown
    return one[0].id if len(one) == 1 else None


def _cancels(said: Said, checked: Any) -> bool:
    del checked
    if _CHANGES & said.now:
        return True
    doubts = _CHANGES & set(said.context.state.signals.doubtful)
    return Intent.AFFIRM in said.now and bool(_CHANGES & said.before or doubts)


def _moves(said: Said, checked: Any) -> bool:
    wants = bool((_CHANGES | _MEETING) & (said.now | said.before))
    return wants and said.picks and _is_their_time(said, str(checked.slot_id))


def _is_for_less(said: Said, checked: Any) -> bool:
    """A discount is for who asks or doubts the price, or what a colleague has said to give."""
    if said.is_refusing:
        return False
    context = said.context
    wishes = {Intent.DISCOUNT_REQUEST.value, f"objection.{Objection.PRICE}"}
    named = context.state.signals.discount_percent is not None
    is_told = checked.percent in context.origins.percent[Source.REP]
    return named or is_told or bool(wishes & (said.now | said.before))


def _wants_it_mailed(said: Said, checked: Any) -> bool:
    del checked
    wishes = {Intent.SEND_TRANSCRIPT.value, f"objection.{Objection.SEND_INFO}"}
    return bool(wishes & (said.now | said.before))


def _waits(said: Said, checked: Any) -> bool:
    del checked
    return said.wants_meeting and not said.is_refusing


def _leaves_the_list(said: Said, checked: Any) -> bool:
    del checked
    text = plain(said.newest)
    return bool(spoken("waiting_list").search(text) and spoken("leaving").search(text))


_ASKED: Mapping[str, Callable[[Said, Any], bool]] = {
    "opt_out": _stops,
    "open_data_request": _exercises_a_right,
    "find_slots": _offers_times,
    "hold_slot": _books,
    "book_appointment": _books,
    "move_appointment": _moves,
    "cancel_appointment": _cancels,
    "offer_discount": _is_for_less,
    "send_transcript": _wants_it_mailed,
    "join_waitlist": _waits,
    "leave_waitlist": _leaves_the_list,
}
