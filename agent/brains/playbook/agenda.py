"""The order of a reply: the floor first, then all that the message asks, then one question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from langchain_core.messages import BaseMessage, ToolCall

from agent.brains.playbook import (
    asking,
    binding,
    courtesy,
    floor,
    introducing,
    knowing,
    learning,
    listening,
    memory,
    once,
    pricing,
    restating,
    retelling,
    selling,
    service,
    team,
)
from agent.brains.playbook.answers import answers
from agent.brains.playbook.booking import booking, is_only_about_times, unheard
from agent.brains.playbook.choosing import takes_any
from agent.brains.playbook.contact import withholds
from agent.brains.playbook.desk import Desk, Pending
from agent.brains.playbook.finding import saying
from agent.brains.playbook.lines import level
from agent.brains.playbook.offering import come_free
from agent.brains.playbook.questions import (
    is_for_the_pages,
    parts,
    questions,
    told,
)
from agent.brains.playbook.quoting import picking
from agent.brains.playbook.records import provenance, transcript
from agent.brains.playbook.settling import cancel
from agent.brains.playbook.vocabulary import opens_a_question, spoken
from agent.brains.playbook.waiting import leaves_only_the_list
from agent.state import CompanyFacts, TurnState
from agent.understanding.kinds import DataRequest, Floor, Intent, Objection, Previous
from agent.understanding.signals import read_message

Topic = Callable[[Desk], str | None]
_MEETING = frozenset({Intent.CANCEL_APPOINTMENT, Intent.MOVE_APPOINTMENT})
SEVERAL = 2
ENOUGH_TERMS = 2  # meaning words: less than that speaks of nothing
TELLING = 7  # words: so long a message tells something, even if no page speaks of it
ENOUGH_WORDS = 4  # a statement that long may be met with a passage that speaks to it


@dataclass(frozen=True, slots=True)
class Move:
    """Either tools to ask, or a reply with what it rests on and what it asks."""

    calls: tuple[ToolCall, ...] = ()
    reply: str = ""
    passages: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


def play(messages: Sequence[BaseMessage]) -> Move:
    """The next move of a turn, from its messages alone; the same messages give the same move."""
    state = TurnState.from_messages(messages) or _nobody(messages)
    desk = Desk(state, messages)
    reply = once.put(_reply(desk), desk.last_reply)
    if desk.wanted:
        return Move(calls=tuple(desk.wanted.values()))
    if not reply and state.stands_in:
        return Move()
    return Move(
        reply=reply or desk.say("after_no" if desk.has_declined else "unclear"),
        passages=tuple(desk.passages),
        asked=memory.asked_in(reply),
    )


def protect(messages: Sequence[BaseMessage]) -> Move:
    """The next move for what protects the person, and for that alone. It makes the calls that
    ``play`` will make for it too, and needs no page, no knowledge and no model to be loaded.
    """
    state = TurnState.from_messages(messages) or _nobody(messages)
    desk = Desk(state, messages)
    if state.trigger != "message" and not desk.has_news:
        return Move()
    _hear_refusal(desk)
    if set(floor.ENDING) & set(desk.state.signals.floor):
        said = _run(desk, [floor.ending, floor.data_request_too])
    else:
        said = _run(desk, [floor.data_request, floor.person])
    if desk.wanted:
        return Move(calls=tuple(desk.wanted.values()))
    return Move(reply="\n\n".join(said))


def _reply(desk: Desk) -> list[str]:
    _hear_refusal(desk)
    state = desk.state
    if state.trigger == "approval":
        return _run(desk, [selling.decided])
    if state.trigger == "waitlist" and not desk.has_news:
        return _run(desk, [come_free])
    if state.trigger == "answered" and not desk.has_news:
        return _run(desk, [team.answered])
    if state.trigger == "handback" and not desk.has_news:
        return [desk.say("back_again", agent=state.agent_name)]
    return _heard(desk)


def _heard(desk: Desk) -> list[str]:
    """What they wrote: a floor that ends the talk, despair and danger, then all the rest."""
    state = desk.state
    if set(floor.ENDING) & set(state.signals.floor):
        return _run(desk, [_called_off, floor.ending, floor.data_request_too]) + _owed(desk)
    urgent = _instead(desk, [service.emergency, service.still_in_despair])
    return _welcomed(desk) if urgent is None else urgent


def _welcomed(desk: Desk) -> list[str]:
    opening = _unsupported_language(desk) + _run(desk, [listening.welcome])
    said = [] if opening and listening.only_greets(desk) else _answered(desk)
    return opening + said


def _answered(desk: Desk) -> list[str]:
    """What protects the person, then the doubt that has to be asked about, then the business."""
    said = _run(
        desk, [_remember, floor.removed, floor.bot_question, floor.data_request, floor.person]
    )
    if floor.doubts_it(desk):
        return said
    if Floor.DATA_REQUEST in desk.state.signals.floor and not _MEETING.intersection(
        desk.state.signals.intents
    ):
        return said + _asked_beside(desk)
    if not said and (asked := _run(desk, [floor.doubted])):
        return asked
    if not said and (other := _instead(desk, [service.met])) is not None:
        return other
    if not said:
        said = _run(desk, [selling.not_interested])
    if Floor.PERSON not in desk.state.signals.floor:
        said += _with_the_team(desk, said)
    return said


def _asked_beside(desk: Desk) -> list[str]:
    """The questions that stand beside a right that is exercised; it is no wish for a meeting."""
    if desk.wanted:
        return []
    desk.text = "\n".join(rest for part in parts(desk) if (rest := _without_floor(desk, part)))
    return answers(desk)[0] if desk.text and _is_known(desk) else []


def _is_known(desk: Desk) -> bool:
    """Whether something there has a sure answer: beside a right nothing is guessed at."""
    try:
        if pricing.is_on_price(desk):
            return True
        return any(introducing.asks_it(desk, p) or saying.is_sure(desk, p) for p in parts(desk))
    except Pending:
        return False


def _without_floor(desk: Desk, part: str) -> str:
    """The question in a part, without the right or the stop that is joined to it by an "and"."""
    joints = list(spoken("joins").finditer(level(part)))
    before = [part[: joint.start()] for joint in joints]
    for piece in (part, *(part[joint.end() :] for joint in joints), *before):
        rest = piece.strip(" ,;")
        asks = rest.endswith("?") or opens_a_question(rest)
        if len(rest.split()) >= SEVERAL and asks and not _is_of_the_floor(desk, rest):
            return rest
    return ""


def _called_off(desk: Desk) -> str | None:
    """Who stops us and calls the meeting off is owed both."""
    stops = Floor.STOP in desk.state.signals.floor
    is_off = Intent.CANCEL_APPOINTMENT in desk.state.signals.intents
    if not (stops and is_off and desk.state.appointment is not None):
        return None
    said = cancel(desk)
    told, mark, _ = said.rpartition(". ")  # without the offer of another one
    return f"{told}." if mark and memory.is_said("cancelled", said) else said


def _owed(desk: Desk) -> list[str]:
    """Who stops us and asks something beside it is told a price, or where their data came from:
    what can be said for certain and at once, once, with nothing after it.
    """
    signals = desk.state.signals
    ends_otherwise = {Floor.DISTRESS, Floor.MINOR, Floor.INJECTION} & set(signals.floor)
    if Floor.STOP not in signals.floor or ends_otherwise or Intent.RUDE in signals.intents:
        return []
    if Intent.PROVENANCE in signals.intents:
        return _run(desk, [provenance])
    asked = [rest for part in parts(desk) if (rest := _without_floor(desk, part))]
    desk.text = "\n".join(asked)
    return _run(desk, [partial(_price_of, part=part) for part in asked])


def _price_of(desk: Desk, *, part: str) -> str | None:
    if Intent.PRICE not in desk.state.signals.intents:
        return None
    priced = pricing.answer(desk, part)
    return priced.text if priced else None


def _is_of_the_floor(desk: Desk, part: str) -> bool:
    previous = Previous(language=desk.state.signals.written_in)
    return bool(read_message(part, languages=desk.state.languages, previous=previous).floor)


def _hear_refusal(desk: Desk) -> None:
    """``I'd rather not give my mail`` answers our question and exercises no right about data;
    ``take me off the waiting list`` means that list, unless the rest of the message means more.
    What would be done with data, or who would be there, in a case thought of, is for the pages.
    """
    signals = desk.state.signals
    heard: dict[str, object] = {}
    if only_thought_of := asking.unasked(desk):
        rest = tuple(one for one in signals.floor if one not in only_thought_of)
        signals = signals.model_copy(update={"floor": rest})
        desk.state = desk.state.model_copy(update={"signals": signals})
    if signals.data_request == DataRequest.OBJECT and withholds(desk, desk.newest):
        others = tuple(one for one in signals.floor if one != Floor.DATA_REQUEST)
        heard = {"floor": others, "data_request": None}
    elif floor.erases_then(desk):
        kept = (*signals.floor, Floor.DATA_REQUEST)
        heard = {"floor": kept, "data_request": DataRequest.ERASE}
    elif Floor.STOP in signals.floor and leaves_only_the_list(desk):
        heard = {"floor": tuple(one for one in signals.floor if one != Floor.STOP)}
    if heard:
        desk.state = desk.state.model_copy(update={"signals": signals.model_copy(update=heard)})


def _with_the_team(desk: Desk, said: list[str]) -> list[str]:
    """The message's business, with what the team has said about it."""
    if brought := _run(desk, [team.bring_in, team.wished, selling.told_again]):
        return brought
    kept = _run(desk, [team.agreed])
    if kept and Intent.DISCOUNT_REQUEST in desk.state.signals.intents:
        return kept
    answers = kept + _business(desk, [*said, *kept])
    if desk.wanted:
        return answers
    news = _run(desk, [team.answered])
    return answers + news + _run(desk, [lambda desk: team.also(desk, [*said, *answers, *news])])


def _business(desk: Desk, said: list[str]) -> list[str]:
    """Everything the message asks, in one reply; then whatever the rest of it calls for."""
    open_before = len(desk.wanted)
    bound = _run(desk, [binding.bound])
    if bound or len(desk.wanted) > open_before:
        return bound + _beside(desk) if bound else []
    if first := _first(desk):
        return first
    settled = _run(desk, [booking]) if is_only_about_times(desk) else []
    return settled if settled or desk.wanted else _all_of_it(desk, said)


def _beside(desk: Desk) -> list[str]:
    """The answers to what else the message asks, once what it claims has been met."""
    try:
        desk.text = binding.rest(desk)
    except Pending:
        return []
    return answers(desk)[0] if desk.text and not desk.wanted else []


def _all_of_it(desk: Desk, said: list[str]) -> list[str]:
    is_no = selling.says_no(desk)
    told_of, priced, found = answers(desk)
    dealt = _run(
        desk, _BESIDE if is_no or _only_asks(desk) else _topics(desk, told_of, found=found)
    )
    if desk.wanted:
        return []
    is_met = selling.has_explored(dealt) or any(memory.is_said("respond", one) for one in dealt)
    if not found and len(told_of) == 1 and is_met:
        told_of = []  # "how do I know you are serious?" is a doubt, and is met as one
    told_of = ([] if is_no else _remarks(desk)) + told_of
    if told_of and not dealt and not said:
        following = _question(desk, told_of, priced=priced) if found else []
        return [] if desk.wanted else told_of + following
    return told_of + dealt if told_of or dealt or said else _rest(desk)


def _topics(desk: Desk, answers: Sequence[str], *, found: bool) -> tuple[Topic, ...]:
    """A doubt that lies in nothing but a question which has its answer is none; one about the price
    is met all the same.
    """
    is_price = desk.state.signals.objection == Objection.PRICE
    try:
        is_answered = bool(answers) and found and not told(desk)
    except Pending:
        return _DEALT
    dealt = _DEALT if is_price or not is_answered else _without(_DEALT, selling.objection)
    said = parts(desk)
    if answers and not found:  # what was asked for less is answered, if only by a gap
        said = _beside_questions(desk)
    return dealt if asking.bargains(desk, said) else _without(dealt, selling.discount)


def _beside_questions(desk: Desk) -> list[str]:
    asked = {question.text for question in questions(desk)}
    return [part for part in parts(desk) if part not in asked]


def _without(topics: Sequence[Topic], one: Topic) -> tuple[Topic, ...]:
    return tuple(topic for topic in topics if topic is not one)


def _only_asks(desk: Desk) -> bool:
    """Whether every part of the message is put to the pages, or answered by them for certain."""
    try:
        return all(
            asking.is_put(desk, part) or is_for_the_pages(desk, part) for part in parts(desk)
        )
    except Pending:
        return False


def _first(desk: Desk) -> list[str]:
    """What answers the whole message by itself: a number we asked for, a remark, a choice."""
    alone = [floor.named_instead, floor.of_another, floor.how_long, retelling.told_here]
    if said := _run(desk, alone)[:1]:
        return said
    if desk.just_asked == "size" and (resized := _run(desk, [pricing.resized])):
        return resized
    is_remark = not selling.says_no(desk) and listening.is_all(desk, parts(desk))
    if is_remark and not _answers_booking(desk):
        return _remarks(desk)
    return _run(desk, [selling.let_go])


def _answers_booking(desk: Desk) -> bool:
    """``Whichever`` and ``no mail, please`` answer what a booking under way asked for."""
    takes = bool(desk.state.offered_slots) and takes_any(desk)
    return takes or (desk.state.held is not None and withholds(desk, desk.newest))


def _remarks(desk: Desk) -> list[str]:
    return _run(desk, [lambda desk: listening.aside(desk, parts(desk))])


def _rest(desk: Desk) -> list[str]:
    for topic in _REST:
        said = _run(desk, [topic])
        if said or desk.wanted:
            return said
    return []


def _run(desk: Desk, topics: Sequence[Topic]) -> list[str]:
    """What the topics say; one that waits for a tool says nothing yet."""
    said: list[str] = []
    for topic in topics:
        try:
            part = topic(desk)
        except Pending:
            continue
        if part:
            said.append(part)
    return said


def _instead(desk: Desk, topics: Sequence[Topic]) -> list[str] | None:
    """What the topics say in place of all else; None when the message is none of theirs."""
    waiting = len(desk.wanted)
    said = _run(desk, topics)
    return said if said or len(desk.wanted) > waiting else None


def _question(desk: Desk, said: Sequence[str], *, priced: bool) -> list[str]:
    if any(part.rstrip().endswith("?") for part in said):
        return []
    return _run(desk, [lambda desk: learning.next_question(desk, priced=priced)])


def _remember(desk: Desk) -> str | None:
    learning.remember(desk)
    return None


def _statement(desk: Desk) -> str | None:
    """Something told rather than asked: thanked for, or met with a passage that speaks to it."""
    is_short = len(desk.text.split()) < ENOUGH_WORDS
    if "?" not in desk.text and (pricing.is_order(desk) or _narrows_price(desk)):
        priced = pricing.answer(desk, desk.text)
        if priced is not None:
            return priced.text
    if desk.just_asked in {"tool", "need"} and (met := restating.answer(desk, desk.text)):
        return f"{learning.noted(desk) or ''}\n\n{met.text}".strip()
    if said := learning.noted(desk):
        is_asked = said.rstrip().endswith("?")
        following = None if is_asked else learning.next_question(desk, priced=False)
        return f"{said} {following}" if following else said
    if "?" in desk.text:
        return None
    if is_short:
        priced = pricing.answer(desk, desk.text) if pricing.is_on_price(desk) else None
        return priced.text if priced is not None else None
    return _spoken_to(desk)


def _narrows_price(desk: Desk) -> bool:
    """``With Team, by the year``: a plan or a period in a few words, right after prices."""
    is_short = len(desk.text.split()) <= TELLING
    return is_short and pricing.is_on_price(desk) and Intent.PRICE in desk.state.signals.intents


def _spoken_to(desk: Desk) -> str | None:
    """What a passage has on a longer statement; else that it was heard."""
    if meant := restating.answer(desk, desk.text):
        return meant.text
    if len(picking.terms(desk.text)) >= ENOUGH_TERMS:
        found = knowing.search(desk, desk.text)
        quote = picking.pick(desk.text, found)
        replies = [line.text for line in desk.history if line.is_ours]
        if quote is not None and not any(knowing.shown(desk, quote) in reply for reply in replies):
            return knowing.say_quote(desk, quote)
    is_telling = len(desk.text.split()) >= TELLING and Intent.OTHER in desk.state.signals.intents
    return desk.say("after_no" if desk.has_declined else "heard") if is_telling else None


_BESIDE: tuple[Topic, ...] = (provenance, transcript)
_DEALT: tuple[Topic, ...] = (selling.discount, selling.objection, booking, *_BESIDE)
_REST: tuple[Topic, ...] = (
    pricing.resized, selling.explored, listening.doubt, courtesy.alone, _statement, unheard,
)  # fmt: skip


def _unsupported_language(desk: Desk) -> list[str]:
    """Said once, when we cannot answer in the language they wrote in."""
    state = desk.state
    written = state.signals.written_in
    if written in {state.language, "", *state.languages} or desk.last_question:
        return []
    return [desk.say("other_language")]


def _nobody(messages: Sequence[BaseMessage]) -> TurnState:
    """Without a state the brain knows nothing, may do nothing, and says only that it listens."""
    del messages
    return TurnState.model_validate(
        {
            "now": "1970-01-01T00:00:00Z",
            "company": CompanyFacts(name="our team"),
            "agent_name": "your assistant",
            "is_first_turn": True,
            "signals": {"intents": ["greeting"]},
        }
    )
