"""What a workspace has set about its guard, in real turns."""

from collections.abc import Callable
from uuid import UUID

import pytest

from agent.people import phone_regions, rules_of
from guardrails.entities import Entity
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.conversations import service as conversations
from salesgenix.leads import service as leads
from salesgenix.leads.service import LeadCard
from salesgenix.screening import service as screening
from salesgenix.screening.models import GuardTerm
from salesgenix.screening.rules import TermKind
from salesgenix.screening.service import NewTerm, Sighted
from salesgenix.tasks import service as tasks
from tests.agent.conftest import MONDAY, Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]
CARD = "What does Growth cost? My card is 4111 1111 1111 1111"


def tighten(thread: Thread, entity: str, treatment: str) -> None:
    with thread.mind.db.writing() as session:
        screening.set_cell(
            session,
            thread.workspace_id,
            entity=entity,
            direction="prospect_to_model",
            treatment=treatment,
            by=None,
            surface="console",
            now=MONDAY,
        )


def list_words(thread: Thread, kind: TermKind, words: str) -> UUID:
    with thread.mind.db.writing() as session:
        new = NewTerm(kind, words)
        return screening.add_term(session, thread.workspace_id, new, by=None, now=MONDAY).id


def lead_of(thread: Thread) -> LeadCard:
    with thread.mind.db.reading() as session:
        card = conversations.card(session, thread.workspace_id, thread.conversation_id)
        return leads.card(session, thread.workspace_id, card.lead_id)


def wanted(thread: Thread) -> list[str]:
    with thread.mind.db.reading() as session:
        return [task.kind for task in tasks.listing(session, thread.workspace_id)]


def sighted(thread: Thread) -> set[Sighted]:
    with thread.mind.db.reading() as session:
        return set(
            screening.counted(
                session,
                thread.workspace_id,
                since=MONDAY.min.replace(tzinfo=MONDAY.tzinfo, year=2020),
            )
        )


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("en", CARD, "cannot take this in the chat: card numbers"),
        ("de", "Was kostet das? Meine Karte ist 4111 1111 1111 1111", "nicht annehmen: Karten"),
    ],
)
def test_a_blocked_kind_reaches_no_model_and_the_visitor_is_told(
    open_thread: Open, model: ModelServer, language: str, said: str, told: str
) -> None:
    """No request leaves, nothing of the value is kept, a person is told, and the next message is
    answered again.
    """
    model.script(Step(text="It depends on how many you are."))
    thread = open_thread(is_hosted=True)
    tighten(thread, "CARD", "block")
    assert told in thread.say(said)
    del language
    assert model.bodies == []
    assert "model.called" not in thread.types()
    assert wanted(thread) == ["not_taken"]
    assert "1111" not in str([event.payload for event in thread.events()])
    assert Sighted("prospect_to_model", "CARD", "block", 1) in sighted(thread)
    assert thread.say("What does Growth cost?") == "It depends on how many you are."
    assert not lead_of(thread).paused_at


def test_a_kind_that_stops_ends_the_selling_until_a_person_says_otherwise(
    open_thread: Open, model: ModelServer
) -> None:
    """The agent leaves the person alone, without taking them for a child."""
    model.script(Step(text="Let me tell you about our offers."))
    thread = open_thread(is_hosted=True)
    tighten(thread, "SENSITIVE", "stop")
    assert "I stop here" in thread.say("I have diabetes and want your product")
    lead = lead_of(thread)
    assert lead.paused_at is not None
    assert not lead.is_frozen
    assert "lead.paused" in thread.types()
    assert "offers" not in thread.say("so what do you offer?")
    assert model.bodies == []
    assert "diabetes" not in str([event.payload for event in thread.events()])


def test_who_wants_silence_gets_it_though_the_message_is_not_taken(open_thread: Open) -> None:
    """What protects the person is honoured beside the line of the house."""
    thread = open_thread()
    tighten(thread, "CARD", "block")
    said = thread.say("please stop writing to me. my card was 4111 1111 1111 1111")
    assert "cannot take this in the chat" in said
    assert "You will not hear from us again" in said


def test_the_workspaces_own_age_of_a_child_counts(open_thread: Open) -> None:
    """Fifteen is sold to under a limit of thirteen, and stops everything under one of sixteen."""
    thread = open_thread()
    thread.say("hi, I'm 15 years old and want to buy this")
    assert not lead_of(thread).is_frozen
    with thread.mind.db.writing() as session:
        card = accounts.profile_of(session, thread.workspace_id)
        accounts.describe(
            session,
            thread.workspace_id,
            name=card.name,
            profile=card.profile.model_copy(update={"minor_age": 16}),
        )
    thread.say("as I said, I'm 15 years old")
    assert lead_of(thread).is_frozen
    assert "minor" in wanted(thread)


def test_listed_words_count_from_the_next_message_on(open_thread: Open, model: ModelServer) -> None:
    """A code name is hidden from the model once it is listed; a false name once it is freed."""
    model.script(Step(text="Noted."))
    thread = open_thread(is_hosted=True)
    thread.say("is phase nineteen ready? my name is Madison Avenue")
    assert "phase nineteen" in model.bodies[-1]
    assert "Madison" not in model.bodies[-1]
    list_words(thread, TermKind.DENY, "Phase Nineteen")
    list_words(thread, TermKind.ALLOW, "Madison Avenue")
    thread.say("and phase-nineteen two? my name is Madison Avenue")
    heard = [event.payload["model"] for event in thread.events() if event.actor == "prospect"]
    assert "nineteen" not in heard[-1]
    assert "Madison Avenue" in heard[-1]


def test_lists_are_opened_only_when_they_changed(
    open_thread: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand sealed words are not opened for each message."""
    thread = open_thread()
    term = list_words(thread, TermKind.DENY, "Blue Heron")
    with thread.mind.db.reading() as session:
        profile = accounts.profile_of(session, thread.workspace_id).profile
        first = rules_of(session, thread.workspace_id, profile)
        again = rules_of(session, thread.workspace_id, profile)
    assert again.deny is first.deny
    with thread.mind.db.writing() as session:
        screening.remove_term(session, thread.workspace_id, term, by=None, now=MONDAY)
        assert not rules_of(session, thread.workspace_id, profile).deny
        assert session.get(GuardTerm, term) is None


def test_phone_regions_follow_zone_and_languages_unless_they_are_named() -> None:
    """A Viennese workspace reads Austrian numbers; one that names its regions reads just those."""
    vienna = Profile(company="X", zone="Europe/Vienna", languages=["nl"])
    assert phone_regions(vienna)[:3] == ("AT", "NL", "BE")
    assert "US" in phone_regions(vienna)
    named = Profile(company="X", phone_regions=["SG", "MY", "SG"])
    assert phone_regions(named) == ("SG", "MY")


def test_what_a_reply_lost_and_what_a_model_was_not_told_is_counted(
    open_thread: Open, model: ModelServer
) -> None:
    """Each way a text takes has its own count, in the transaction of the reply."""
    model.script(Step(text="Write to stranger@elsewhere.example, please."))
    thread = open_thread(is_hosted=True)
    thread.say("I'm Carla Jensen. Whom do I write to?")
    assert {
        Sighted("prospect_to_model", Entity.PERSON, "pseudonymise", 1),
        Sighted("model_to_prospect", Entity.EMAIL, "mask", 1),
    } <= sighted(thread)
