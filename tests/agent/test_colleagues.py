"""Which of the team a message names, and whose name is not the prospect's own."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from agent.colleagues import named, not_theirs
from agent.understanding.kinds import FactSeen, Understanding


@dataclass(frozen=True)
class Member:
    name: str
    id: UUID
    is_active: bool = True


BEN, INES, WILL = (Member(name, uuid4()) for name in ("Ben Okafor", "Inés Duarte", "Will Ng"))


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Can I speak to Ben?", BEN),
        ("can i talk to ben please", BEN),
        ("Kann ich mit Herrn Okafor sprechen?", BEN),
        ("is Ines around?", INES),
        ("I will call you", None),
        ("Ben or Inés, whoever is free", None),
        ("Can I speak to somebody?", None),
    ],
)
def test_one_member_is_named(text, whom):
    """By first or last name, with or without accents; a small word or two names are none."""
    assert named(text, [BEN, INES, WILL]) is whom


def test_a_colleague_s_name_is_not_the_prospect_s():
    """Who asks for Inés is not called so; who is called otherwise keeps their name."""
    seen = Understanding("en", "en", facts=(FactSeen("name", "Inés", "Inés"),))
    assert not_theirs(seen, INES, "Inés").facts == ()
    assert not_theirs(seen, INES, "Tom Baker").facts == seen.facts


def test_who_shares_a_part_of_a_colleague_s_name_keeps_theirs():
    """A surname or a first name in common is no reason to ask for a name that was given."""
    seen = Understanding("de", "de", facts=(FactSeen("name", "Tim Okafor", "Tim Okafor"),))
    assert not_theirs(seen, BEN, "Tim Okafor").facts == seen.facts
    facts = (FactSeen("name", "Inés", "Inés"), FactSeen("email", "<<EMAIL_1>>", "<<EMAIL_1>>"))
    with_address = Understanding("es", "es", facts=facts)
    assert not_theirs(with_address, INES, "Inés").facts == facts
