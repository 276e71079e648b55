"""The verbs that only ask for something: what they ask, and that they do nothing themselves."""

import pytest
from pydantic import ValidationError
from sqlmodel import select

from salesgenix.actions.models import Action
from salesgenix.authority.rules import CALENDARS, FLOOR, OF_THE_HOUSE, OUTBOUND, ActionKind
from salesgenix.kit.errors import Invalid
from salesgenix.privacy.models import DataRequest, Suppression
from salesgenix.tasks.models import Task
from tests.tools.conftest import context_of
from tools.catalog import CATALOG, Effect, Proposal

ASKED = [
    ("hand_over", {"reason": "asked"}, ActionKind.HANDOVER_REQUEST),
    ("ask_team", {"question": "Does it do SAP?"}, ActionKind.TASK_OPEN),
    ("opt_out", {"words": "stop writing to me"}, ActionKind.CONTACT_SUPPRESS),
    ("open_data_request", {"kind": "erase"}, ActionKind.DATA_REQUEST_OPEN),
    ("offer_discount", {"percent": 12, "reason": "annual"}, ActionKind.DISCOUNT_OFFER),
    ("send_transcript", {"email": "c@customer.example"}, ActionKind.MAIL_TRANSCRIPT),
]


@pytest.mark.parametrize(("name", "arguments", "kind"), ASKED)
def test_a_verb_proposes_and_nothing_more(run, world, name, arguments, kind):
    """The proposal carries the arguments; the database is as it was."""
    proposal = run(name, **arguments)
    assert isinstance(proposal, Proposal)
    assert proposal.kind is kind is CATALOG[name].action
    assert arguments.items() <= proposal.arguments.items()
    with world.db.reading() as session:
        for table in (Action, Task, Suppression, DataRequest):
            assert session.exec(select(table)).all() == []


def test_what_is_known_is_told_with_an_access_request(run):
    """ "What do you know about me?" is answered at once, with source and date, for oneself only."""
    proposal = run("open_data_request", kind="access")
    held = {line["field"]: line["value"] for line in proposal.known["held"]}
    assert held == {"name": "Carla Ruiz", "email": "carla@customer.example"}
    assert run("open_data_request", kind="erase").known == {}


def test_a_transcript_goes_to_the_known_address_or_nowhere(run, world):
    """Left out, the address is the person's own; where there is none, it is asked for."""
    assert run("send_transcript").arguments == {"email": "carla@customer.example"}
    lead, subject, thread = world.another()
    stranger = context_of(world, lead_id=lead, subject_ref=subject, conversation_id=thread)
    with pytest.raises(Invalid) as caught:
        run("send_transcript", context=stranger)
    assert caught.value.code == "transcript.no_address"


@pytest.mark.parametrize("percent", [0, -5, 101, 10.5, "ten"])
def test_a_discount_is_a_whole_percentage(run, percent):
    """Nonsense never reaches the rule that limits it."""
    with pytest.raises(ValidationError):
        run("offer_discount", percent=percent, reason="because")


def test_the_catalogue_covers_every_action_an_agent_may_ask_for():
    """Each verb's effect follows from its action, and the floor is complete; the house's own
    letters are nothing a tool can ask for.
    """
    by_action = {verb.action: verb for verb in CATALOG.values()}
    assert by_action.keys() >= FLOOR - OF_THE_HOUSE - CALENDARS
    automatic = CALENDARS | {
        ActionKind.REPLY_SEND,
        ActionKind.MAIL_INVITATION,
        ActionKind.MAIL_CANCELLATION,
        ActionKind.MAIL_REMINDER,
        ActionKind.MAIL_REPLY,
    }
    assert by_action.keys() == set(ActionKind) - automatic - OF_THE_HOUSE
    for verb in CATALOG.values():
        assert (verb.effect is Effect.OUTBOUND) == (verb.action in OUTBOUND)
