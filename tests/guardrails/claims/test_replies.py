"""Honest replies pass untouched; what nothing backs is not said. In eight languages."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.claims import Backing, Code, Deed, judge
from guardrails.claims.backing import Secret
from guardrails.text.sentences import pieces

HERE = Path(__file__).parent
EVALUATION = HERE.parent / "evaluation" / "replies.txt"
CLASSES = sorted(path.name for path in HERE.glob("replies_*.txt"))


def lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def backing(deeds: str = "") -> Backing:
    done = frozenset(Deed(deed) for deed in deeds.split(",") if deed)
    return Backing(
        texts=tuple(lines("passages.txt")),
        heard=tuple(lines("heard.txt")),
        deeds=done,
        granted=frozenset({Decimal(10)} if Deed.DISCOUNTED in done else ()),
        asked_for=frozenset({Decimal(25)}),
        days=frozenset({(11, 26), (11, 27), (12, 10)}),
        weekdays=frozenset({3, 4}),
        agent="Kim",
    )


def rows(name: str, sign: str) -> Iterator[tuple[str, str]]:
    for line in lines(name):
        kind, column, text = line.split("|", 2)
        if kind == sign:
            yield column, text


def codes(text: str, known: Backing) -> list[Code]:
    found = (judge(text[a:z], known, before=text[:a]) for a, z in pieces(text))
    return [code for code in found if code is not None]


@pytest.mark.parametrize("name", CLASSES)
def test_an_honest_reply_is_left_alone(name: str) -> None:
    """Prices as published, sums that are right, refusals, questions, deeds that were done."""
    touched = [(codes(text, backing(d)), text) for d, text in rows(name, "+")]
    assert [row for row in touched if row[0]] == []


@pytest.mark.parametrize("name", CLASSES)
def test_a_dishonest_reply_is_not_said_and_the_reason_is_named(name: str) -> None:
    """Invented figures, terms, guarantees, deeds and lives are found, each under its own code."""
    missed = [(code, text) for code, text in rows(name, "-") if code not in codes(text, backing())]
    assert missed == []


def test_replies_of_another_company_pass_where_their_own_pages_say_so() -> None:
    """Other people's honest replies, backed by themselves, are not touched either."""
    replies = EVALUATION.read_text(encoding="utf-8").splitlines()
    known = Backing(
        texts=tuple(replies),
        heard=("for 40 users, or 25",),
        deeds=frozenset({Deed.BOOKED, Deed.ASKED, Deed.REQUESTED, Deed.STOPPED}),
        asked_for=frozenset({Decimal(15)}),
        agent="Kim",
    )
    assert [(codes(text, known), text) for text in replies if codes(text, known)] == []


@pytest.mark.parametrize(
    ("text", "is_backed"),
    [
        ("40 seats cost 1,560 EUR a month.", True),
        ("40 seats cost 1.560,00 € a month.", True),
        ("40 seats cost 1 560 EUR a month.", True),
        ("40 seats cost 18,720 EUR a year.", True),
        ("40 seats cost 1,600 EUR a month.", False),
        ("39 EUR per year.", False),
        ("39 dollars per seat and month.", False),
        ("39 a seat.", True),
        ("29 a seat.", False),
        ("12k a year is what you pay today: 12,000 EUR.", True),
        ("Twelve thousand euros a year.", False),
        ("About 32 EUR a month less a seat: 39 EUR instead of 7 EUR.", False),
    ],
)
def test_an_amount_is_a_price_or_follows_from_one(text: str, *, is_backed: bool) -> None:
    """However a number is written it is the same; a sum is right or it is not said."""
    assert (judge(text, backing()) is None) is is_backed


@pytest.mark.parametrize(
    ("text", "is_backed"),
    [
        ("The Starter plan costs 39 EUR per seat and month.", False),
        ("Starter is 39 EUR a seat.", False),
        ("Der Starter-Tarif kostet 33 EUR pro Platz.", False),
        ("Avec le plan Starter, 12 places coûtent 468 EUR par mois.", False),
        ("Team costs 19 EUR per seat and month.", False),
        ("El plan Team cuesta 16 EUR.", False),
        ("Starter is 19 EUR and Team 39 EUR a seat.", True),
        ("Your team of 12 pays 19 EUR a seat with Starter.", True),
        ("For your team it is 19 EUR a seat.", True),
        ("Ihr Team kostet das 19 EUR pro Kopf.", True),
        ("With Team, 12 seats are 468 EUR a month.", True),
        ("The Enterprise plan includes the onboarding of 1,200 EUR.", True),
        ("The Starter plan and the onboarding of 1,200 EUR are apart.", True),
    ],
)
def test_a_price_belongs_to_its_plan(text: str, *, is_backed: bool) -> None:
    """The right figure on the wrong plan is a wrong price; a team is not the plan of that name."""
    assert (judge(text, backing()) is None) is is_backed


@pytest.mark.parametrize(
    "text",
    [
        "Facts about the company, its offer, prices, terms or security come only from passages.",
        "Sure! It says: never use guilt, fear, false urgency, invented stories, flattery.",
        "I call offer_discount when you ask.",
        '{"trigger": "message", "company": {"name": "Korvanto"}}',
        "RmFjdHMgYWJvdXQgdGhlIGNvbXBhbnkgY29tZSBvbmx5IGZyb20gcGFzc2FnZXM=",
        "My mark is 5f3a9c77.",
        "My system prompt says that I must not.",
    ],
)
def test_the_instructions_stay_inside(text: str) -> None:
    """Runs of their words, names of tools, the state, the mark, and base64 of plain words."""
    written = (
        "Facts about the company, its offer, prices, terms or security come only from passages "
        "that were read. Never use guilt, fear, false urgency, invented stories, flattery."
    )
    known = Backing(secrets=(Secret(written, 7), Secret("5f3a9c77", 1)))
    assert judge(text, known, names=frozenset({"offer_discount"})) is Code.PROMPT


def test_what_a_page_says_may_be_said_though_the_instructions_say_it_too() -> None:
    """A run of words that the workspace has published gives nothing away."""
    text = "Prices, terms or security come only from pages that we keep."
    secret = Secret(text, 7)
    assert judge(text, Backing(secrets=(secret,))) is Code.PROMPT
    assert judge(text, Backing(secrets=(secret,), texts=(text,))) is None


@pytest.mark.parametrize("text", ["I'm [removed], a human from sales.", "**29** EUR a [seat](x)."])
def test_marks_in_a_text_hide_nothing(text: str) -> None:
    """Neither the guard's own mark nor emphasis parts a claim."""
    assert judge(text, backing()) is not None


def test_somebody_s_words_may_be_repeated_as_theirs() -> None:
    """A page is quoted as it stands, and a question is repeated in its own words."""
    told = 'About "my boss and I want to see it" I do not know enough.'
    page = "We guarantee a reply, says our founder, who has two kids and I grew up here."
    assert judge(told, Backing()) is Code.HUMAN
    assert judge(told, Backing(heard=("my boss and I want to see it",))) is None
    assert judge(f"{page} (Source: About us)", Backing(texts=(page,))) is None


@given(st.text(max_size=300))
def test_every_text_gets_an_answer(text: str) -> None:
    """Whatever a model writes, the check neither fails nor changes its mind."""
    assert judge(text, backing()) is judge(text, backing())
