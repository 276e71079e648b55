"""A reply on its way out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from guardrails import Entity, Guard, KnownPeople, KnownPerson, Owner, Vault
from guardrails.policy import Direction

_ROOT = Path(__file__).parents[2]
_REPLIES = [
    line.replace("\\n", "\n")
    for line in (Path(__file__).parent / "evaluation" / "replies.txt")
    .read_text("utf-8")
    .splitlines()
]


@pytest.mark.parametrize("reply", _REPLIES)
def test_an_ordinary_reply_passes_unchanged(guard: Guard, reply: str):
    """Prices, times, order numbers, products and places are not personal data."""
    guarded = guard.outbound(reply, vault=Vault())
    assert guarded.text == reply
    assert guarded.verdict.result == "pass"


@pytest.mark.parametrize(
    "reply",
    [
        "Team: 39 EUR za użytkownika miesięcznie, 33 EUR przy płatności rocznej (od 5).",
        "Starter: 19 € za osobę miesięcznie, 16 € rocznie.",
    ],
)
def test_a_price_by_the_month_and_by_the_year_is_no_address(guard: Guard, reply: str):
    """A number before a currency is a sum: the second price of a line stays readable."""
    assert guard.outbound(reply, vault=Vault()).text == reply


def test_own_and_team_values_are_restored_and_nobody_elses(guard: Guard):
    """The reader's own, and the rep's that a tool brought; a third person's and an unknown token
    are taken out, and the verdict says block.
    """
    vault = Vault()
    for name, owner in (("Carla Jensen", "prospect"), ("Ben Ode", "member"), ("Zoe Ax", "third")):
        vault.token_for(Entity.PERSON, name, Owner(owner))
    reply = guard.outbound(
        "Thanks, <<PERSON_1>>! <<PERSON_2>> will call. Not <<PERSON_3>>, nor <<PERSON_4>>.",
        vault=vault,
    )
    assert reply.text == "Thanks, Carla Jensen! Ben Ode will call. Not [removed], nor [removed]."
    assert reply.verdict.result == "block"
    assert reply.verdict.codes == ("token.foreign", "token.unknown")


@pytest.mark.parametrize(
    "leak",
    [
        "bob@other.example",
        "bob at other dot example",
        "+49 30 901820",
        "4111 1111 1111 1111",
        "DE89 3704 0044 0532 0130 00",
        "sk_live_51HqXyZabcDEF9876543210",
        "742 Evergreen Terrace, Springfield, IL 62704",
        "203.0.113.77",
        "Robert Hallström",
    ],
)
def test_a_raw_value_of_a_stranger_is_taken_out(guard: Guard, leak: str):
    """Whatever the model remembers or was fed, a value that is nobody's here does not leave."""
    reply = guard.outbound(f"You could also ask {leak} about it.", vault=Vault())
    assert leak not in reply.text
    assert "[removed]" in reply.text
    assert reply.verdict.result in {"mask", "block"}


def test_a_raw_value_that_is_the_readers_own_or_published_stays(guard: Guard):
    """A vaulted value of the prospect, the team's, and what the workspace has published."""
    vault = Vault()
    vault.token_for(Entity.EMAIL, "carla@acme.example", Owner.PROSPECT)
    known = KnownPeople(
        members=(KnownPerson(name="Ben Ode", phone="+44 20 7946 0958"),),
        public_values=frozenset({"support@northwind.example"}),
    )
    text = (
        "We have carla@acme.example. Ben Ode answers on +44 20 7946 0958, "
        "or write to support@northwind.example."
    )
    assert guard.outbound(text, vault=vault, known=known).text == text


def test_what_a_public_page_says_may_be_said(guard: Guard):
    """Contact details on the workspace's own pages pass once they are published to the vault."""
    page = "Press: Maria Lopez, press@northwind.example, +44 20 7946 0958"
    vault = Vault()
    reply = "Our press contact is Maria Lopez, press@northwind.example."
    assert guard.outbound(reply, vault=vault).text != reply
    guard.publish(page, vault=vault)
    assert guard.outbound(reply, vault=vault).text == reply


def test_mail_follows_the_same_rule_as_the_chat(guard: Guard):
    """The recipient's own values are restored, others' are not."""
    vault = Vault()
    vault.token_for(Entity.PERSON, "Carla Jensen", Owner.PROSPECT)
    mail = guard.outbound(
        "Dear <<PERSON_1>>, from bob@other.example", vault=vault, direction=Direction.MAIL_OUT
    )
    assert mail.text == "Dear Carla Jensen, from [removed]"


def test_logs_hold_tokens_marks_and_network_parts(guard: Guard):
    """No value reaches a log, whosever it is."""
    vault = Vault()
    vault.token_for(Entity.EMAIL, "carla@acme.example", Owner.PROSPECT)
    text = "carla@acme.example from 203.0.113.77 paid with 4111 1111 1111 1111"
    logged = guard.for_log(text, vault=vault).text
    assert logged == "<<EMAIL_1>> from 203.0.113.0/24 paid with [removed]"


def test_a_token_cut_off_at_the_end_is_not_shown(guard: Guard):
    """A model that stops in the middle of a pseudonym leaves nothing of it behind."""
    assert guard.outbound("I have noted <<PERS", vault=Vault()).text == "I have noted "


def _phrases(branch: object) -> Iterator[str]:
    if isinstance(branch, str):
        yield branch
    elif isinstance(branch, dict | list):
        for leaf in branch.values() if isinstance(branch, dict) else branch:
            yield from _phrases(leaf)


@pytest.mark.parametrize("path", sorted(_ROOT.glob("prompts/replies/*.yaml")), ids=lambda p: p.stem)
def test_every_fixed_phrase_of_the_house_passes(guard: Guard, path: Path):
    """What the house itself wrote to be said is never mistaken for somebody's data."""
    for phrase in _phrases(yaml.safe_load(path.read_text("utf-8"))):
        assert guard.outbound(phrase, vault=Vault()).text == phrase


@pytest.mark.parametrize("path", sorted(_ROOT.glob("demo/knowledge/*.md")), ids=lambda p: p.stem)
def test_a_published_page_may_be_quoted_word_for_word(guard: Guard, path: Path):
    """An agent that quotes the demo company's own pages quotes them whole."""
    page = path.read_text("utf-8").split("---", 2)[-1]
    vault = Vault()
    guard.publish(page, vault=vault)
    for paragraph in page.split("\n\n"):
        assert guard.outbound(paragraph, vault=vault).text == paragraph
