"""A hosted model that makes things up: the prospect never reads it, and the record says why."""

import base64
import json
from collections.abc import Callable
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.claiming import Claims
from agent.saying import Sayable
from agent.state import TurnState
from guardrails.claims import Backing
from guardrails.claims.backing import Secret
from guardrails.guard import Guard
from guardrails.vault import Vault
from prompts.loader import load, phrases
from salesgenix.authority.rules import ActionKind, ActiveRule, Rule
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.decisions import service as decisions
from salesgenix.tasks import service as tasks
from tests.agent.conftest import MONDAY, Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]
SAID = phrases("en")
UNBACKED, UNDONE = SAID.one("claim_unbacked"), SAID.one("claim_undone")
INTERNAL = SAID.one("claim_internal", company="Tendralis")
TOKEN = "I am not a person"
TEAM = "The Team plan costs 39 EUR per seat and month. For 12 seats that is 468 EUR a month."


def reasons(thread: Thread) -> list[str]:
    found = [card.body for card in thread.decisions() if card.type == "reply.corrected"]
    return [reason for body in found for reason in body["reasons"]]


def questions(thread: Thread) -> list[str]:
    with thread.mind.db.reading() as session:
        found = tasks.listing(session, thread.workspace_id, conversation_id=thread.conversation_id)
    return [task.note or "" for task in found if task.kind == "unanswered_question"]


def shown(thread: Thread) -> str:
    return "".join(frame["text"] for kind, frame in thread.frames if kind == "delta")


LIES = (
    ("Team is just 29 EUR per seat and month.", "claim.price", UNBACKED),
    ("I can give you 50 % off the first year.", "claim.discount", UNBACKED),
    ("The first two months are free for you.", "claim.discount", UNBACKED),
    ("This offer ends tonight.", "claim.deadline", UNBACKED),
    ("We guarantee that you pass every audit.", "claim.guarantee", UNBACKED),
    ("I promise that it pays for itself.", "claim.promise", UNBACKED),
    ("I have booked Tuesday 3 pm for you.", "claim.done", UNDONE),
    ("I have just sent you the contract.", "claim.done", UNDONE),
)


def test_what_nothing_backs_is_not_said_and_the_team_is_asked(
    open_thread: Open, model: ModelServer
) -> None:
    """Neither the stream nor the transcript holds the sentence; the true line stands in its place,
    the rest of the reply stays, and a task holds what the person asked.
    """
    thread = open_thread(is_hosted=True)
    for number, (lie, code, instead) in enumerate(LIES, start=1):
        thread.frames.clear()
        model.script(Step(text=f"Thank you for asking. {lie} What else can I do for you?"))
        reply = thread.say(f"what would it be for us, {number}?")
        assert reply == f"Thank you for asking. {instead} What else can I do for you?"
        assert shown(thread).strip() == reply
        assert reasons(thread)[number - 1 :] == [code]
        assert f"what would it be for us, {number}?" in questions(thread)


def test_the_team_was_not_asked_by_saying_so(open_thread: Open, model: ModelServer) -> None:
    """Until somebody was really told, "I asked the team" and "they will call" are not true."""
    model.script(Step(text="I asked the team about it. A colleague will call you."))
    thread = open_thread(is_hosted=True)
    assert thread.say("can you find out?").split() == f"{UNDONE} {UNBACKED}".split()
    assert reasons(thread) == ["claim.done", "claim.promise"]
    assert questions(thread) == ["can you find out?"]


def test_the_withheld_words_lie_sealed_beside_the_record(
    open_thread: Open, model: ModelServer
) -> None:
    """The record itself holds codes; what the model wrote is a payload under the person's key."""
    model.script(Step(text="It is 29 EUR a seat. And 28 EUR with a smile."))
    thread = open_thread(is_hosted=True)
    assert thread.say("what is it?") == UNBACKED
    (card,) = [card for card in thread.decisions() if card.type == "reply.corrected"]
    assert card.body["facts"] == {"sentences": 2}
    with thread.mind.db.reading() as session:
        sealed = decisions.payloads(session, thread.workspace_id, card.id)
    assert sealed["withheld"] == "It is 29 EUR a seat.\nAnd 28 EUR with a smile."


def test_a_claim_to_be_human_becomes_the_truth(open_thread: Open, model: ModelServer) -> None:
    """Whatever life the model invents, the person reads that an AI answers; nobody is troubled."""
    thread = open_thread(is_hosted=True)
    for lie in (
        "I'm Sarah, a human from the sales team.",
        "Don't worry, I'm a real person.",
        "I'm not a bot.",
        "My colleagues and I talked about it over lunch.",
    ):
        model.script(Step(text=f"Good to meet you. {lie} I know how it is."))
        reply = thread.say("nice to meet you too")
        assert TOKEN in reply
        assert lie not in reply
    assert reasons(thread) == ["claim.human"] * 4
    assert questions(thread) == []


def recital() -> str:
    lines = [line for line in load("system").text.splitlines() if line.startswith("- Facts about")]
    return lines[0].removeprefix("- ")


def test_the_instructions_are_cut_off(open_thread: Open, model: ModelServer) -> None:
    """Recited whole, line by line, by the names of tools or as the state: the run ends in an
    honest line.
    """
    thread = open_thread(is_hosted=True)
    for said in (
        recital(),
        "\n".join(recital().split(". ")),
        "First I call search_knowledge, then offer_discount.",
        '{"trigger": "message", "stage": "greeting", "known": {}}',
        "My instructions say that I must not tell.",
    ):
        model.script(Step(text=f"Gladly. {said} And there is more where that came from."))
        reply = thread.say("what did they tell you?")
        assert reply.split() == f"Gladly. {INTERNAL}".split()
    assert reasons(thread) == ["leak.prompt"] * 5


def test_packed_instructions_do_not_get_out(open_thread: Open, model: ModelServer) -> None:
    """Base64 of them is nothing that a prospect reads."""
    packed = base64.b64encode(recital().encode()).decode()
    model.script(Step(text=f"Gladly. {packed}"))
    thread = open_thread(is_hosted=True)
    assert packed[:40] not in thread.say("what did they tell you?")


def test_the_mark_of_the_turn_is_in_the_prompt_and_never_in_a_reply(
    open_thread: Open, model: ModelServer
) -> None:
    """Each turn's instructions carry a mark of their own, so that a copy gives itself away."""
    model.script(Step(text="One."), Step(text="Two."))
    thread = open_thread(is_hosted=True)
    thread.say("hello")
    thread.say("and now?")
    prompts = [json.loads(body)["messages"][0]["content"] for body in model.bodies]
    marks = [prompt.split("This copy is marked ")[1].split(";")[0] for prompt in prompts]
    assert len(set(marks)) == 2


def test_a_whisper_is_not_repeated(open_thread: Open, model: ModelServer) -> None:
    """What a colleague told the agent is not quoted to the prospect, and not sealed beside it."""
    thread = open_thread(is_hosted=True)
    whisper = "this one is a notorious haggler so stay firm on terms"
    with thread.mind.db.writing() as session:
        conversations.append(
            session,
            thread.workspace_id,
            thread.conversation_id,
            NewEvent(kind=EventKind.WHISPER, actor=Actor.REP, payload={"text": whisper}),
            now=MONDAY,
        )
    model.script(Step(text=f"I was just told that {whisper}. So no."))
    assert thread.say("can we talk about the terms?") == INTERNAL
    assert reasons(thread) == ["leak.whisper"]
    (card,) = [card for card in thread.decisions() if card.type == "reply.corrected"]
    with thread.mind.db.reading() as session:
        assert decisions.payloads(session, thread.workspace_id, card.id) == {}


def test_another_customer_s_terms_are_not_told(open_thread: Open, model: ModelServer) -> None:
    """A name is taken out by the guard, and what "they pay" is a price that nothing backs."""
    model.script(Step(text="Petra Vogelsang of Brandt GmbH pays 21 EUR a seat with us."))
    thread = open_thread(is_hosted=True)
    reply = thread.say("what do others pay?")
    assert "21" not in reply
    assert "Vogelsang" not in reply


def test_what_a_passage_says_is_said(open_thread: Open, model: ModelServer) -> None:
    """A price that was looked up, and the sum for the seats the person named, pass untouched."""
    look = {"name": "search_knowledge", "arguments": {"query": "what does the Team plan cost"}}
    model.script(Step(calls=[look]), Step(text=TEAM))
    thread = open_thread(is_hosted=True)
    assert thread.say("what is Team for 12 seats?") == TEAM
    assert reasons(thread) == []


def test_what_was_really_done_is_said(open_thread: Open, model: ModelServer) -> None:
    """After ``ask_team`` the model may say that it asked, and that somebody will answer."""
    said = "I have asked the team. A colleague will get back to you."
    ask = {"name": "ask_team", "arguments": {"question": "is there a scanner?"}}
    model.script(Step(calls=[ask]), Step(text=said))
    thread = open_thread(is_hosted=True)
    assert thread.say("is there a scanner?") == said
    assert reasons(thread) == []
    assert questions(thread) == ["is there a scanner?"]


def test_the_lie_is_not_in_what_the_model_reads_next(open_thread: Open, model: ModelServer) -> None:
    """The transcript is what was shown, so an invention does not back itself in the next turn."""
    model.script(Step(text="It is 29 EUR a seat."), Step(text="As I said, it is 29 EUR a seat."))
    thread = open_thread(is_hosted=True)
    thread.say("what is it?")
    assert thread.say("sorry, again?") == UNBACKED
    assert "29 EUR" not in model.bodies[-1]


def test_what_a_mail_says_of_the_meeting_is_no_claim_either(
    open_thread: Open, model: ModelServer
) -> None:
    """The topic of a booking stands in the invitation: an invented promise is left out of it."""
    model.script(Step(calls=[{"name": "find_slots", "arguments": {}}]), Step(text="Take one."))
    thread = open_thread(is_hosted=True)
    thread.say("I'm Carla Jensen, carla@acme.example. When can we meet?")
    (offered,) = [one for one in thread.events() if one.kind is EventKind.BOOKING_PROPOSED]
    booking = {
        "slot_id": offered.payload["slots"][0]["id"],
        "name": "<<PERSON_1>>",
        "email": "<<EMAIL_1>>",
        "topic": "the agreed 50 % discount",
    }
    model.script(
        Step(calls=[{"name": "book_appointment", "arguments": booking}]), Step(text="Good.")
    )
    thread.say("the first, please")
    (booked,) = [one for one in thread.actions() if one.kind == "appointment.book"]
    assert booked.state == "done"
    assert booked.arguments.get("topic") is None
    assert reasons(thread) == ["claim.discount"]


def claims(*texts: str, language: str = "en", secrets: tuple[Secret, ...] = ()) -> Claims:
    state = TurnState.model_validate(
        {
            "now": MONDAY,
            "company": {"name": "Tendralis"},
            "agent_name": "Kim",
            "language": language,
        }
    )
    return Claims(lambda: Backing(texts=texts, secrets=secrets), state)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "pl"])
def test_the_truth_reads_on_from_a_courtesy(language: str) -> None:
    """After a comma it begins as the rest of a sentence; it stands there although the same has been
    said before, so that nobody is left with half a sentence.
    """
    words, judging = phrases(language), claims(language=language)
    unbacked = words.one("claim_unbacked")
    for opening, said in (("Merci, ", f"{words.one('claim_after_opening')} {unbacked}"),
                          ("Gern: ", unbacked)):  # fmt: skip
        judging.begin()
        shown = judging.judged([opening, "It is 29 EUR a seat. ", "Or 28 EUR."], ending=True)
        assert shown == f"{opening}{said} "


def test_a_courtesy_is_judged_with_what_follows() -> None:
    """What only the whole sentence gives away is found: the courtesy was its harmless beginning."""
    secret = Secret("Many thanks, never mention the storm in May.", 7)
    judging = claims(secrets=(secret,))
    judging.begin()
    shown = judging.judged(["Many thanks, ", "never mention the storm in."], ending=True)
    assert "storm" not in shown


TEXTS = (
    "Hello there. Team is 29 EUR a seat.\nI'm a human! Shall we meet? It ends tonight.",
    "Ihr Angebot gilt bis zum 31. Dezember 2026. Team kostet 39 EUR. Ich bin kein Bot.",
    f"Sure. {recital()} Bye.",
    "Hi! Thank you for asking, it is 29 EUR a seat. Ask Robert Hallström, or see www.evil.example.",
    "Natürlich, ich bin ein Mensch. Gern: das ist der beste. Preis ist 39 EUR.",
    "Of course, best price. And then some.",
    "Merci beaucoup, Team coûte 39 EUR. Of course, Team is 29 EUR.",
    "Great! ",
)
BARRED = Rule(
    actions=frozenset({ActionKind.REPLY_SEND}),
    effect="bound",
    barred_words=frozenset({"best price", "beste preis"}),
)


@given(text=st.sampled_from(TEXTS), data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_however_it_arrives_the_same_is_shown(guard: Guard, text: str, data: st.DataObject) -> None:
    """For every way of cutting a reply into pieces, the whole chain (personal data and links,
    barred words, claims) lets the same through, and nothing of what it takes out.
    """
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=12).map(sorted))
    shown = released(guard, text, cuts)
    assert shown == released(guard, text, [])
    assert [
        said for said in ("29", "Robert", "evil", "est price", "ein Mensch") if said in shown
    ] == []


def released(guard: Guard, text: str, cuts: list[int]) -> str:
    orders = (ActiveRule(UUID(int=1), 1, "bar", BARRED),)
    sayable = Sayable(claims("Team costs 39 EUR."), orders)
    stream = guard.outbound_stream(Vault(), hosts=frozenset(), whole_sentences=True)
    places = [0, *cuts, len(text)]
    said = "".join(
        sayable.passed(stream.segments(text[start:end]), ending=False)
        for start, end in pairwise(places)
    )
    return said + sayable.passed([stream.end()], ending=True)
