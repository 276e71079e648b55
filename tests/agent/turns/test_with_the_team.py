"""The agent and its team: a whisper, a hand-back, a person who was asked for."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from agent import queueing
from agent.briefing import gather, make_state, understand
from agent.handback import summary_of
from agent.turns import take_turn
from agent.understanding.whispers import Wish, read_whisper
from salesgenix.accounts import service as accounts
from salesgenix.accounts.service import MemberCard
from salesgenix.authority.rules import ActionKind, Approval, Rule
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.tasks import service as tasks
from salesgenix.turns import service as turns
from tests.agent.conftest import MONDAY, Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]
THANKSGIVING_EVE = MONDAY.replace(day=25, hour=22)


def member(thread: Thread) -> MemberCard:
    with thread.mind.db.reading() as session:
        return accounts.members(session, thread.workspace_id)[0]


def append(thread: Thread, kind: EventKind, text: str) -> None:
    with thread.mind.db.writing() as session:
        event = NewEvent(kind=kind, actor=Actor.REP, payload={"text": text, "member": "Maya"})
        conversations.append(
            session,
            thread.workspace_id,
            thread.conversation_id,
            event,
            now=thread.mind.clock.now(),
        )


def whisper(thread: Thread, text: str) -> None:
    append(thread, EventKind.WHISPER, text)


def card(thread: Thread) -> conversations.ConversationCard:
    with thread.mind.db.reading() as session:
        return conversations.card(session, thread.workspace_id, thread.conversation_id)


def take_over(thread: Thread) -> None:
    maya, epoch = member(thread), card(thread).control_epoch
    with thread.mind.db.writing() as session:
        conversations.take_control(
            session,
            thread.workspace_id,
            thread.conversation_id,
            member_id=maya.id,
            member_name=maya.name,
            expected_epoch=epoch,
            now=thread.mind.clock.now(),
        )


def hand_back(thread: Thread) -> None:
    """As the entrances do, the owed turn included."""
    with thread.mind.db.writing() as session:
        _, turn_id = conversations.hand_back(
            session,
            thread.workspace_id,
            thread.conversation_id,
            expected_epoch=card(thread).control_epoch,
            summary=summary_of(thread.events()),
            now=thread.mind.clock.now(),
        )
    if turn_id is not None:
        thread.portal.call(take_turn, thread.mind, turn_id)


def state_of(thread: Thread):
    """What a brain would be told now."""
    now = thread.mind.clock.now()
    with thread.mind.db.writing() as session:
        turn_id = conversations.owe_turn(
            session, thread.workspace_id, thread.conversation_id, trigger="message", seq=1, now=now
        )
        turn = turns.claim(session, turn_id, now=now)
        briefing = gather(session, turn, now=now)
    reading = understand(briefing, now=now)
    return make_state(briefing, reading, thread.mind.guard, now=now, tools=())


def last(thread: Thread, actor: Actor) -> str:
    return next(
        str(event.payload["text"])
        for event in reversed(thread.events())
        if event.kind is EventKind.MESSAGE and event.actor is actor
    )


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("offer Thursday", Wish.OFFER_TIMES),
        ("Propose a demo next week please", Wish.OFFER_TIMES),
        ("biete ihm Donnerstag an", Wish.OFFER_TIMES),
        ("propose jeudi après-midi", Wish.OFFER_TIMES),
        ("Don't discuss price, hand over", Wish.NOT_PRICE),
        ("bitte nicht über Preise reden", Wish.NOT_PRICE),
        ("no hables de precios", Wish.NOT_PRICE),
        ("hand this over to me", Wish.HAND_OVER),
        ("ask for company size", Wish.ASK_SIZE),
        ("frag, wie viele Leute es sind", Wish.ASK_SIZE),
        ("find out which CRM they use today", Wish.ASK_TOOL),
        ("give 50 % off", None),
        ("be charming", None),
        ("do not offer Thursday", None),
    ],
)
def test_a_whisper_is_understood_or_it_is_not(words: str, wish: Wish | None) -> None:
    """What is not plainly one of the few wishes is none: the colleague is told so instead."""
    heard = read_whisper(words, now=MONDAY, zone="Europe/Berlin")
    assert heard.wishes == (frozenset({wish}) if wish else frozenset())


def test_a_whispered_day_is_offered_after_the_answer(open_thread: Open) -> None:
    """The question is answered first, then times on the day the colleague named; once."""
    thread = open_thread()
    whisper(thread, "offer Thursday")
    said = thread.say("what does the Team plan cost?")
    assert "39 EUR" in said
    assert "Thu 26 Nov" in said
    assert [event for event in thread.events() if event.kind is EventKind.BOOKING_PROPOSED]
    assert "Thu 26 Nov" not in thread.say("and is there an API?")


def notes(thread: Thread) -> list[object]:
    return [event.payload.get("said") for event in thread.events() if event.kind is EventKind.NOTE]


def test_who_whispers_what_cannot_be_done_is_told_so(open_thread: Open) -> None:
    """Times are not to be offered, so none are: a note says it once, to the team alone. What was
    done needs none.
    """
    done, barred = open_thread(), open_thread()
    whisper(done, "offer Thursday")
    assert "Thu 26 Nov" in done.say("what does the Team plan cost?")
    assert notes(done) == []
    never = Rule(
        actions=frozenset({ActionKind.SLOTS_OFFER}),
        effect="bound",
        approval={ActionKind.SLOTS_OFFER: Approval.NEVER},
    )
    with barred.mind.db.writing() as session:
        order = Order(key="no-times", words="Offer no times.", rule=never)
        instructions.issue(session, barred.workspace_id, order, now=MONDAY)
    whisper(barred, "offer Thursday")
    assert "Thu 26 Nov" not in barred.say("what does the Team plan cost?")
    barred.say("and is there an API?")
    assert notes(barred) == ["not_done"]
    with barred.mind.db.reading() as session:
        seen = conversations.events_after(
            session, barred.workspace_id, barred.conversation_id, after=0, for_prospect=True
        )
    assert not {EventKind.NOTE, EventKind.WHISPER} & {event.kind for event in seen}


def test_whoever_asks_for_the_price_gets_a_person_if_the_team_wants_it(open_thread: Open) -> None:
    """Told not to discuss the price, the agent says none and calls a colleague."""
    thread = open_thread()
    whisper(thread, "please don't talk about price here, hand over")
    said = thread.say("what does it cost?")
    assert "EUR" not in said
    assert card(thread).wants_person


def test_a_whisper_allows_nothing(open_thread: Open) -> None:
    """``give 50 % off`` whispered: the verdict on fifty percent is what it was without it."""
    plain, told = open_thread(), open_thread()
    whisper(told, "give 50 % off")
    asked = "could you give us 50 percent off?"
    assert told.say(asked) == plain.say(asked)
    kinds = [
        [(one.kind, one.state, tuple(one.reasons)) for one in thread.actions()]
        for thread in (plain, told)
    ]
    assert kinds[0] == kinds[1]
    assert not [one for one in kinds[1] if one[:2] == ("discount.offer", "done")]


def test_a_hosted_model_reads_it_as_the_teams_with_pseudonyms(
    open_thread: Open, model: ModelServer
) -> None:
    """The whisper stands in the system message, marked as the team's; its names are stand-ins."""
    thread = open_thread(is_hosted=True)
    whisper(thread, "Her boss is Kenji Mori, kenji@lumen.example. Ask about their CRM.")
    model.script(Step(text="Which tool do you use today?"))
    thread.say("what do you offer?")
    sent = json.loads(model.bodies[0])["messages"]
    assert "whispers" in sent[0]["content"]
    assert "Ask about their CRM" in sent[0]["content"]
    assert "kenji@lumen.example" not in str(sent)
    assert all("CRM" not in str(message["content"]) for message in sent[1:])


def test_what_a_colleague_agreed_is_known_and_kept(open_thread: Open) -> None:
    """After the hand-back the agent answers what is open, keeps to the colleague's word, and does
    not say again that a person will come."""
    thread = open_thread()
    thread.say("I want to talk to a person")
    take_over(thread)
    append(thread, EventKind.MESSAGE, "Hello, Maya here. You get 8 % off the Team plan.")
    append(thread, EventKind.MESSAGE, "I will send you the security paper. Anything else?")
    thread.hear("Is there an API?")
    summary = summary_of(thread.events())
    assert summary == {
        "promised": ["I will send you the security paper."],
        "agreed": ["You get 8 % off the Team plan."],
        "open": ["Is there an API?"],
    }
    hand_back(thread)
    answer = last(thread, Actor.AGENT)
    assert "API" in answer
    assert "colleague" not in answer
    said = thread.say("and what discount did I get on the Team plan?")
    assert "You get 8 % off the Team plan." in said
    assert not [one for one in thread.actions() if one.kind == "discount.offer"]


def test_the_summary_reaches_the_brain_as_pseudonyms(open_thread: Open) -> None:
    """It is part of the prompt, so what is personal in it is hidden as everywhere."""
    thread = open_thread()
    take_over(thread)
    append(thread, EventKind.MESSAGE, "I will write to carla.moreno@lumen.example by 17:00.")
    hand_back(thread)
    back = state_of(thread).handback
    assert back is not None
    assert "carla.moreno" not in back.model_dump_json()
    assert "by 17:00" in back.promised[0]


def test_out_of_hours_the_visitor_is_told_when_somebody_is_there(open_thread: Open) -> None:
    """``Person please`` on the evening before a holiday: at once the next opening on the visitor's
    clock, an address is asked for, a task is open; the address given is kept with it."""
    thread = open_thread()
    thread.mind.clock.set(THANKSGIVING_EVE)
    thread.say("I want to talk to a human please")
    assert "Fri 27 Nov" in last(thread, Actor.SYSTEM)
    assert "email" in last(thread, Actor.AGENT)
    assert card(thread).told_at is not None
    thread.say("carla.moreno@lumen.example")
    with thread.mind.db.reading() as session:
        (task,) = tasks.listing(session, thread.workspace_id)
    assert (task.kind, task.note) == ("person_wanted", "carla.moreno@lumen.example")
    assert "carla.moreno@lumen.example" in last(thread, Actor.SYSTEM)


def test_the_agent_goes_on_while_somebody_waits_and_promises_nobody(open_thread: Open) -> None:
    """In hours nobody is announced; questions are answered meanwhile; asked again, it says that
    nobody has been free."""
    thread = open_thread()
    thread.say("I want to talk to a human please")
    assert card(thread).told_at is None
    assert "39 EUR" in thread.say("what does the Team plan cost?")
    assert "nobody has been free" in thread.say("I want to talk to a human please")


def test_a_turn_that_may_not_answer_says_nothing_over_a_person(open_thread: Open) -> None:
    """A turn owed before the takeover ends without a word, also where no order lets it answer."""
    thread = open_thread()
    with thread.mind.db.writing() as session:
        accounts.pause(session, thread.workspace_id, "test", None, now=thread.mind.clock.now())
        received = conversations.receive(
            session,
            thread.workspace_id,
            thread.conversation_id,
            client_id=str(uuid4()),
            payload={"text": "hello?", "model": "hello?"},
            now=thread.mind.clock.now(),
        )
    take_over(thread)
    before = len(thread.events())
    thread.portal.call(take_turn, thread.mind, received.turn_id)
    assert len(thread.events()) == before


def test_a_rep_who_is_gone_is_prompted_then_the_truth_is_told(open_thread: Open) -> None:
    """Ten minutes without a word: the team is prompted, once. Two more: the visitor learns it, is
    back in the queue, and the agent answers what was asked."""
    thread = open_thread()
    take_over(thread)
    thread.hear("Is there an API?")
    clock = thread.mind.clock

    def sweep(minutes: int) -> list[str]:
        clock.set(clock.now() + timedelta(minutes=minutes))
        seen = len(thread.events())
        for _ in range(2):
            with thread.mind.db.writing() as session:
                for waiting in queueing.overdue(session, clock.now()):
                    queueing.tell_overdue(session, waiting, now=clock.now())
        return [f"{event.kind} {event.actor}" for event in thread.events()[seen:]]

    assert sweep(9) == []
    assert sweep(1) == ["note system"]
    assert sweep(2) == ["control.changed system", "message system"]
    assert "not answering" in last(thread, Actor.SYSTEM)
    now = card(thread)
    assert (now.control, now.wants_person) == ("agent", True)
    with thread.mind.db.reading() as session:
        (turn_id,) = turns.waiting(session, now=clock.now() + timedelta(minutes=1))
    thread.portal.call(take_turn, thread.mind, turn_id)
    assert "API" in last(thread, Actor.AGENT)
    assert sweep(60) == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("please stop emailing me, all of you", "contact.suppress"),
        ("löschen Sie bitte alle meine Daten", "data_request.open"),
        ("ok thanks, tuesday is fine. don't stop on my account", None),
    ],
)
def test_a_stop_holds_though_a_person_has_the_conversation(
    open_thread: Open, said: str, kind: str | None
) -> None:
    """No turn is owed and nothing is said by the agent, but the stop is kept, and the wish about
    their data is open; other words to the person do nothing.
    """
    thread = open_thread()
    thread.say("hi")
    take_over(thread)
    assert thread.say(said) == ""
    done = [(one.kind, one.state) for one in thread.actions() if one.state != "denied"]
    assert done == ([(kind, "done")] if kind else [])
