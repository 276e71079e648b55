"""Ordinary talk in eight languages, and doubts that only hint: each is read as what it is."""

from collections.abc import Iterator
from pathlib import Path

from agent.understanding.kinds import LANGUAGES, Intent, Previous, Understanding
from agent.understanding.signals import read_message

NOTHING = "-"
A_TURN = 32  # texts
FOR_LESS = (
    "he said 25% is standard. so i get 25% right?",
    "krieg ich was runter wenn ich die rechnung sofort zahl",
    "Iker me puede hacer un precio mejor? hasta cuánto baja",
    "mi fate un prezzo migliore?",
)
NOT_FOR_LESS = ("mi garantite al 100%", "whats the cheapest option for 3 people?")


def rows() -> Iterator[tuple[str, str, str, str]]:
    path = Path(__file__).parent / "plain.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            wanted, language, asked, text = line.split("\t")
            yield wanted, language, asked, text


def raised(text: str, language: str, asked: str) -> set[str]:
    before = Previous(language=language, just_asked=None if asked == NOTHING else asked)
    read = read_message(text, languages=LANGUAGES, previous=before)
    return {*_demands(read), *(f"objection.{kind}" for kind in read.objections)}


def _demands(read: Understanding) -> set[str]:
    right = {f"data.{read.data_request.value}"} if read.data_request else set()
    return {floor.value for floor in read.floor} | right


def test_plain_talk_raises_nothing() -> None:
    """Answers, slots, thanks, facts and plain questions are no objection and demand nothing."""
    read = {
        text: raised(text, language, asked)
        for wanted, language, asked, text in rows()
        if wanted == NOTHING
    }
    assert {text: found for text, found in read.items() if found} == {}


def test_a_hint_is_heard() -> None:
    """A doubt or a demand that no keyword names is read as the one that is meant."""
    missed = [
        (wanted, text)
        for wanted, language, asked, text in rows()
        if wanted != NOTHING and wanted not in raised(text, language, asked)
    ]
    assert missed == []


def test_an_answer_is_no_doubt_and_the_same_words_unasked_may_be() -> None:
    """When they want to begin, asked for, is told; a refusal beside it is still heard."""
    asked = Previous(language="en", just_asked="timeline")
    assert not read_message("sometime in spring", languages=LANGUAGES, previous=asked).objections
    refused = read_message("too expensive for us anyway", languages=LANGUAGES, previous=asked)
    assert refused.objection == "price"


def test_who_asks_for_less_is_told_from_who_asks_a_price_or_for_certainty() -> None:
    """A reduction is asked for in free words; the cheapest plan and a hundred per cent are not."""
    read = {
        text: Intent.DISCOUNT_REQUEST in read_message(text, languages=LANGUAGES).intents
        for text in (*FOR_LESS, *NOT_FOR_LESS)
    }
    assert [text for text, is_for_less in read.items() if is_for_less] == list(FOR_LESS)


def test_a_text_is_read_once_in_a_turn_and_let_go_soon() -> None:
    """Asked for again, it is the same reading; a turn's worth of other texts pushes it out."""

    def reading() -> Understanding:
        return read_message("we count bolts by hand", languages=LANGUAGES, by_rules=True)

    first = reading()
    assert reading() is first
    for number in range(A_TURN):
        read_message(f"line {number}", languages=LANGUAGES, by_rules=True)
    assert reading() is not first
