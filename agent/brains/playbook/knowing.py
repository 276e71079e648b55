"""Answering from the company's own pages: quoted, with its source, or an honest "I don't know"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.brains.playbook.desk import Desk
from agent.brains.playbook.quoting import figures, fragments, labels, offers, picking
from agent.brains.playbook.quoting.whether import verdict
from agent.brains.playbook.vocabulary import search_terms, unslipped
from agent.understanding.kinds import LANGUAGES
from agent.understanding.signals import read_message
from agent.understanding.words import fold
from salesgenix.knowledge.bridge import language_of
from salesgenix.knowledge.lexicon import lexicon

_TOKEN = re.compile(r"<<[A-Z_]+_\d+[a-z]{0,2}>>")
_LONGEST_QUERY, MOST_QUESTION = 400, 1_000
MOST_PASSAGES = 8
_NAME = re.compile(r"(?<=[\w,] )[A-Z][\w-]+")  # someone's product: what pages must really name
PRICE_LIST = " plans price per user seat and month"
_EACH = re.compile(
    r"(?:\b(?:per|for each|for every|each|every|pro|je|par|por|za)\s+|/)(?P<noun>[^\W\d_]{3,})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,:/])(\d{1,6})(?=\s+[^\W\d_]{3,})")
MOST_UNKNOWN = 2  # words that nobody has an English one for
ENOUGH_TO_TELL = 4  # words of a quote from which its language can be told


@dataclass(frozen=True, slots=True)
class Answer:
    """Text for the reply. ``found`` is false for an honest gap."""

    text: str
    found: bool
    priced: bool = False


def answer(
    desk: Desk,
    question: str,
    *,
    alone: bool = True,
    seats: int | None = None,
    backs: Callable[[picking.Quote], bool] | None = None,
) -> Answer:
    """The answer to one question; ``alone`` when the message asks nothing else.

    ``backs`` tells whether a quotation speaks of what is asked.
    """
    found, picked = look_up(desk, question)
    if not found and seats is not None and desk.last_question:
        found, picked = look_up(desk, f"{desk.last_question} {question}")
    if seats is not None:
        picked = re.sub(rf"\b{seats}\b", " ", picked)
    quote = picking.pick(picked, found)
    if quote is None and found:
        plans = frozenset(price.name for price in offers.prices(_found(desk, PRICE_LIST)))
        quote = picking.pick(picked, found, plans=plans - {""})
    if quote is None or (backs is not None and seats is None and not backs(quote)):
        return unknown(desk, question, alone)
    counted = _NUMBER.search(question)
    count = seats or (int(counted[1]) if counted else None)
    total = sum_of(desk, quote, count, question) if count is not None else ""
    text = say_quote(desk, quote)
    if said := verdict(question, quote):
        text = f"{desk.words.one(f'said_{said}')} {text}"
    priced = not total and is_by_people(quote.text, [piece.passage for piece in quote.fragments])
    return Answer(f"{text}\n{total}" if total else text, found=True, priced=priced)


def search(desk: Desk, question: str) -> list[fragments.Passage]:
    return look_up(desk, question)[0]


def look_up(desk: Desk, question: str) -> tuple[list[fragments.Passage], str]:
    """What the pages have on it, and the question in the words to pick from them with.

    A foreign question whose own words lead nowhere is asked once more in the pages' words alone,
    unless it names something: what is not named on a page is not known.
    """
    plain, query = written(question), search_query(desk, question)
    theirs = query.removesuffix(PRICE_LIST).removeprefix(plain).strip()
    is_foreign = desk.state.signals.written_in != "en"
    if picking.is_bare_price(plain) or (is_foreign and picking.is_bare_price(theirs)):
        return _found(desk, query), theirs or plain
    found = _found(desk, plain)
    if found or not theirs:
        return found, plain
    found = _found(desk, query)
    if found or not is_foreign or _NAME.search(question) or _is_particular(plain):
        return found, query
    return _found(desk, theirs), theirs


def _is_particular(question: str) -> bool:
    """Whether it asks for something that a page on the wider matter does not answer."""
    asked = picking.terms(question)
    unknown = sum(1 for term in asked if term.names)
    is_one = any(term.concepts & lexicon().particular for term in asked)
    return is_one or unknown >= MOST_UNKNOWN


def _found(desk: Desk, query: str) -> list[fragments.Passage]:
    if not query.strip():
        return []
    answered = desk.call("search_knowledge", query=query.strip(), limit=MOST_PASSAGES)
    return fragments.passages(answered.items("passages"))


def search_query(desk: Desk, question: str) -> str:
    """The question without anyone's data, and the pages' own words for what it is about."""
    plain = written(question)
    extra = search_terms(plain, desk.state.signals.written_in)
    is_foreign = desk.state.signals.written_in != "en"
    if picking.is_bare_price(plain) or (is_foreign and picking.is_bare_price(extra)):
        extra += PRICE_LIST
    return f"{plain} {extra}".strip()[:_LONGEST_QUERY].strip()


def written(question: str) -> str:
    """The question without anyone's data; an English one with its slips mended."""
    plain = " ".join(_TOKEN.sub(" ", question).split())
    return unslipped(plain) if language_of(plain) == "en" else plain


def say_quote(desk: Desk, quote: picking.Quote) -> str:
    """The words of the page with its title; who asks the same again is told that it was said."""
    for passage_id in quote.passage_ids:
        desk.passages[passage_id] = None
    language = desk.state.language
    text = _with_its_subject(quote, shown(desk, quote))
    prose = " ".join(piece.text for piece in quote.fragments if not piece.is_row)
    is_foreign = bool(prose) and _language(prose, language) != language
    if text.startswith("- "):
        text = f"\n{text}\n" if is_foreign else f"{text}\n"
    said = desk.say("quoted_foreign" if is_foreign else "quoted", quote=text,
                    title=", ".join(quote.titles)).replace("\n ", "\n")  # fmt: skip
    if shown(desk, quote) in desk.last_reply and fold(desk.text) == fold(desk.last_question):
        return desk.say("again", answer=said)
    return said


def _with_its_subject(quote: picking.Quote, text: str) -> str:
    """What customers reached is told with who they are, which stands in the heading above it."""
    if len(quote.fragments) == 0 or quote.fragments[0].is_row:
        return text
    passage = quote.fragments[0].passage
    is_one = len({fragment.passage.id for fragment in quote.fragments}) == 1
    is_reference = "reference" in lexicon().concepts_of(passage.title) and passage.heading
    if not (is_one and is_reference) or passage.heading in (*quote.titles, quote.text):
        return text
    return f"{passage.heading}. {text}"


def shown(desk: Desk, quote: picking.Quote) -> str:
    """A quotation as it is said: prose word for word, rows of a table in a person's order."""
    language = desk.state.language
    marks = {
        mark: desk.words.one(f"said_{mark}").strip(".").lower()
        for mark in ("yes", "no")
        if language != "en"
    }
    told = {
        piece.text: labels.told(piece, language, marks) for piece in quote.fragments if piece.is_row
    }
    return "\n".join(_line(line, told) for line in quote.text.split("\n"))


def _line(line: str, told: dict[str, str]) -> str:
    bullet = "- " if line.startswith("- ") else ""
    return bullet + told.get(line.removeprefix("- "), line.removeprefix("- "))


def once(desk: Desk, answers: Sequence[str]) -> list[str]:
    """That it is the page which speaks is said in front of the first quotation only."""
    opening = desk.words.one("quoted_foreign", quote="\0", title="").partition("\0")[0]
    told: list[str] = []
    for answer in answers:
        before = any(opening in one for one in told)
        told.append(answer.replace(opening, "", 1).lstrip("\n") if before else answer)
    return told


def sum_of(desk: Desk, quote: picking.Quote, count: int, question: str) -> str:
    """So many times the one price that was quoted for each of what they count; else empty."""
    prices, each = list(figures.MONEY.finditer(quote.text)), _EACH.search(quote.text)
    if len(prices) != 1 or not each or count <= 1 or not _counts(question, count, each["noun"]):
        return ""
    unit, language = figures.money(prices[0]), desk.state.language
    total = unit.times(count).written(language)
    return desk.words.one("sum_each", count=count, unit=unit.written(language), total=total)


def _counts(question: str, count: int, noun: str) -> bool:
    """``50 employees`` are counted where the price is for each employee, or member of staff."""
    said = re.search(rf"\b{count}\s+(\w+)", fold(question))
    theirs, ours = picking.terms(said[1] if said else ""), picking.terms(noun)
    return any(
        one.stem == other.stem or one.concepts & other.concepts for one in theirs for other in ours
    )


def unknown(
    desk: Desk,
    question: str,
    alone: bool,  # noqa: FBT001 one fact, named above
    nearest: str = "",
) -> Answer:
    """Says so, and leaves the question with the team; with what comes ``nearest`` on a page."""
    told = desk.call("ask_team", question=question[:MOST_QUESTION])
    if told.state in {"denied", "failed"}:
        return Answer(desk.say("unknown_untold"), found=False)
    if nearest:
        return Answer(desk.say("unknown_near", answer=nearest), found=False)
    if alone:
        return Answer(desk.say("unknown"), found=False)
    return Answer(desk.say("unknown_about", question=question.strip(" .?!,")), found=False)


def _language(text: str, fallback: str) -> str:
    if len(text.split()) < ENOUGH_TO_TELL:
        return fallback
    return read_message(text, languages=LANGUAGES, by_rules=True).written_in


def is_by_people(text: str, page: Sequence[fragments.Passage]) -> bool:
    """Whether it names a price that the number of people would make a sum of."""
    if figures.MONEY.search(text) is None:
        return False
    return any(figures.PER_SEAT.search(passage.text) is not None for passage in page)
