"""What the house itself says must reach the prospect: its own guard takes no word out of it."""

from decimal import Decimal

import pytest
from jinja2 import Environment, Undefined

from agent.claiming import NAMES
from guardrails.claims import Backing, Deed, judge
from guardrails.guard import Guard
from guardrails.people import KnownPeople
from guardrails.text.sentences import pieces
from guardrails.vault import Vault
from prompts.loader import languages, phrases

FACTS = {"agent": "Mira", "company": "Tendralis", "kind": "a copy", "when": "Thu 26 Nov, 15:30"}
KNOWN = KnownPeople(public_values=frozenset({"Mira"}), business_names=frozenset({"Tendralis"}))


class Anything(Undefined):
    """Stands for whatever fact a phrase is filled with."""

    def __str__(self) -> str:
        return "12"


@pytest.mark.parametrize("language", languages())
def test_every_fixed_phrase_passes_the_outbound_guard_unchanged(
    guard: Guard, language: str
) -> None:
    """No phrase in any language loses a word to a recogniser that mistook it for a name."""
    environment = Environment(undefined=Anything, autoescape=False)
    changed = []
    for key, wordings in phrases(language).wordings.items():
        if not isinstance(wordings, tuple):
            continue
        for wording in wordings:
            text = environment.from_string(str(wording)).render(FACTS)
            shown = guard.outbound(text, vault=Vault(), known=KNOWN).text
            if shown != text:
                changed.append((key, text, shown))
    assert changed == []


@pytest.mark.parametrize("language", languages())
def test_no_fixed_phrase_is_taken_for_a_lie_once_it_is_true(language: str) -> None:
    """Where what it says was done and granted, no phrase loses a sentence to the check."""
    environment = Environment(undefined=Anything, autoescape=False)
    backing = Backing(
        deeds=frozenset(Deed),
        granted=frozenset({Decimal(12)}),
        days=frozenset({(12, 10)}),
        agent=FACTS["agent"],
    )
    withheld = []
    for key, wordings in phrases(language).wordings.items():
        for wording in wordings:
            text = environment.from_string(str(wording)).render(FACTS | {"date": "10 December"})
            withheld += [
                (key, code, text[a:z])
                for a, z in pieces(text)
                if (code := judge(text[a:z], backing, before=text[:a], names=NAMES)) is not None
            ]
    assert withheld == []
