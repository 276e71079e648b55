"""Nobody else stands in one person's archive, however they were written."""

import base64
import unicodedata
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest

from salesgenix.actions import service as actions
from salesgenix.actions.models import Delivery
from salesgenix.authority.rules import ActionKind
from salesgenix.db import write_sealed
from salesgenix.exports.masking import Mask
from salesgenix.leads import service as leads
from tests.salesgenix.actions.orders import give, proposed
from tests.salesgenix.exports.scene import CARLA, exported, of_carla, populate, talk
from tests.salesgenix.people import MONDAY, World

NEIGHBOUR = {
    "name": "Bóbby O'Tablefort",
    "email": "bobby@dropworks.example",
    "phone": "+44 20 7946 0958",
}


@pytest.mark.parametrize(
    "said",
    [
        "ask Bóbby O'Tablefort!",
        "ask BÓBBY  O'TABLEFORT",
        unicodedata.normalize("NFD", "ask Bóbby O'Tablefort"),
        "ask Bóbby\nO'Tablefort",
        "to bobby@dropworks.example.",
        "call +442079460958",
        "call 0044 (20) 7946-0958, please",
        "call 020 7946 0958",
        '{"text": "call +44 20 7946 0958 or B\\u00f3bby O\'Tablefort"}',
    ],
)
def test_a_name_and_a_number_are_known_in_any_writing(said: str) -> None:
    """Case, spaces, line breaks, composed or not, national or international."""
    masked = Mask(dict.fromkeys(NEIGHBOUR.values(), "[x]")).text(said)
    assert "[x]" in masked
    for part in ("tablefort", "dropworks", "0958"):
        assert part not in unicodedata.normalize("NFC", masked).casefold()


@pytest.mark.parametrize(
    "said",
    [
        "Bóbbying about",
        "on 2027-03-01 10:00",
        "+44 20 7946 0959",
        unicodedata.normalize("NFD", "Zoë"),
    ],
)
def test_what_is_nobodys_stays_to_the_byte(said: str) -> None:
    """Another number, a date, a longer word, another composition."""
    assert Mask(dict.fromkeys(NEIGHBOUR.values(), "[x]")).text(said) == said


def test_a_neighbour_of_whom_the_person_spoke_is_masked(world: World, tmp_path: Path) -> None:
    """Name, address and number of another prospect, though the conversation's own list of people
    does not have them; what the person shares with them stays.
    """
    populate(world)
    other, _, _ = world.another()
    with world.db.writing() as session:
        for field, value in NEIGHBOUR.items():
            leads.learn(
                session, world.ws, other, field, value=value, quote=None, source="test", now=MONDAY
            )
    said = " or ".join(NEIGHBOUR.values())
    talk(world, world.thread, world.carla_ref, f"ask {said}, says Carla Ruiz")
    everything = exported(world, of_carla(world), tmp_path / "exports").everything().decode()
    assert not [value for value in NEIGHBOUR.values() if value in everything]
    assert "ask [another person] or [another person] or [another person], says Carla Ruiz" in (
        everything
    )


def test_a_mail_is_given_as_it_reads(world: World, tmp_path: Path) -> None:
    """The team and others are masked in the words of a mail and in its invitation, which were sent
    in base64; the archive has no encoded part that could hide them.
    """
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "hello@northwind.example",
        "carla@customer.example",
        "Démo",
    )
    mail.set_content("Très bien: Bea réservée, Carla.", cte="base64")
    calendar = (
        "BEGIN:VCALENDAR\r\nORGANIZER;CN=Bea:mailto:bea@northw\r\n ind.example\r\nEND:VCALENDAR\r\n"
    )
    mail.add_attachment(calendar, subtype="calendar", cte="base64")
    give(world)
    with world.db.writing() as session:
        wanted = proposed(world, ActionKind.TASK_OPEN, {"kind": "agent_failed", "note": "call"})
        action = actions.propose(session, world.ws, wanted, now=MONDAY)
        sent = Delivery(
            workspace_id=world.ws,
            action_id=action.action_id,
            subject_ref=world.carla_ref,
            attempt=1,
            carrier="captured",
            state="sent",
            message_ref=str(uuid4()),
            started_at=MONDAY,
        )
        write_sealed(session, sent, recipient=CARLA[1], message=mail.as_string())
        session.add(sent)
    archive = exported(world, of_carla(world), tmp_path / "exports")
    everything = archive.everything().decode()
    for hidden in ("Bea réservée", "bea@northwind.example"):
        assert hidden not in everything
    for offset in range(3):
        coded = base64.b64encode(b"-" * offset + b"bea@northwind.example")[4:-4].decode()
        assert coded not in everything
    (person,) = archive.json("data.json")["people"]
    (given,) = person["held"]["delivery"]
    assert given["message"]["subject"] == "Démo"
    assert "[a member of the team] réservée" in given["message"]["texts"][0]
