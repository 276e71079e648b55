"""Answering from the company's own pages: quoted, with its source, or an honest "I don't know"."""

import re
from dataclasses import dataclass

from agent.brains.playbook.desk import Desk
from agent.brains.playbook.quoting import figures, fragments, picking
from agent.brains.playbook.vocabulary import search_terms, unslipped
from agent.understanding.kinds import LANGUAGES
from agent.understanding.signals import read_message
from agent.understanding.words import fold

_TOKEN = re.compile(r"<<[A-Z_]+_\d+[a-z]{0,2}>>")
_LONGEST_QUERY, MOST_QUESTION = 400, 1_000
MOST_PASSAGES = 8
_NAME = re.compile(r"(?<=[\w,] )[A-Z][\w-]+")  # someone's product: what pages must really name
_SHORT = 7  # words: a question that short may lean on the one before
FAR = frozenset({"it", "pt", "nl", "pl"})  # whose words the knowledge search does not know
PRICE_LIST = " plans price per user seat and month"
ENOUGH_TO_TELL = 4  # words of a quote from which its language can be told


@dataclass(frozen=True, slots=True)
class Answer:
    """Text for the reply. ``found`` is false for an honest gap."""

    text: str
    found: bool
    priced: bool = False


def answer(desk: Desk, question: str, *, alone: bool = True, seats: int | None = None) -> Answer:
    """The answer to one question; ``alone`` when the message asks nothing else."""
    found, picked = look_up(desk, question)
    if not found and seats is not None and desk.last_question:
        found, picked = look_up(desk, f"{desk.last_question} {question}")
    leaning = len(question.split()) <= _SHORT and desk.last_question
    asked = f"{desk.last_question} {question}" if seats is not None and leaning else question
    if seats is not None:
        picked = re.sub(rf"\b{seats}\b", " ", picked)
    quote = picking.pick(picked, found)
    if quote is None:
        return unknown(desk, question, alone)
    counts = figures.PER_SEAT.search(quote.text) or picking.is_bare_price(picked)
    total = sums(desk, found, asked, seats) if seats is not None and counts else ""
    text = say_quote(desk, quote)
    return Answer(f"{text}\n{total}" if total else text, found=True, priced=_has_price(quote.text))


def search(desk: Desk, question: str) -> list[fragments.Passage]:
    return look_up(desk, question)[0]


def look_up(desk: Desk, question: str) -> tuple[list[fragments.Passage], str]:
    """What the pages have on it, and the question in the words to pick from them with.

    A foreign question whose own words lead nowhere is asked once more in the pages' words alone,
    unless it names something: what is not named on a page is not known.
    """
    query = search_query(desk, question)
    found = _found(desk, query)
    theirs = query.removesuffix(PRICE_LIST).removeprefix(written(question)).strip()
    language = desk.state.signals.written_in
    is_foreign = language != "en"
    if found and is_foreign and picking.is_bare_price(theirs):
        return found, theirs
    if found and theirs and language in FAR:
        return found, " ".join([theirs, *_NAME.findall(question)])
    if found or not is_foreign or _NAME.search(question):
        return found, query.removesuffix(PRICE_LIST)
    return _found(desk, theirs), theirs


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
    return unslipped(" ".join(_TOKEN.sub(" ", question).split()))


def say_quote(desk: Desk, quote: picking.Quote) -> str:
    """The words of the page with its title; who asks the same again is told that it was said."""
    for passage_id in quote.passage_ids:
        desk.passages[passage_id] = None
    language = desk.state.language
    key = "quoted" if _language(quote.text, language) == language else "quoted_foreign"
    text = f"\n{quote.text}" if quote.text.startswith("- ") and key != "quoted" else quote.text
    said = desk.say(key, quote=text, title=", ".join(quote.titles))
    if quote.text in desk.last_reply and fold(desk.text) == fold(desk.last_question):
        return desk.say("again", answer=said)
    return said


def sums(desk: Desk, found: list[fragments.Passage], question: str, seats: int) -> str:
    """One line per plan that fits, with the calculation shown; empty when no page prices a seat."""
    prices = figures.fitting(figures.seat_prices(found), seats=seats, question=question)
    lines = [sum_line(desk, price, seats) for price in prices]
    for price in prices:
        desk.passages[price.passage.id] = None
    return "\n".join(lines)


def sum_line(desk: Desk, price: figures.SeatPrice, seats: int, *, a_year: bool = False) -> str:
    """One plan for so many; over a year where it is billed so, or ``a_year`` is asked for."""
    language = desk.state.language
    total = price.unit.times(seats)
    line = desk.words.one(
        f"sum_{price.period}",
        seats=seats,
        unit=price.unit.written(language),
        total=total.written(language),
    )
    months = desk.state.signals.months or (12 if price.billed_yearly or a_year else None)
    if months and price.period == "month":
        line += " " + desk.words.one(
            "sum_months",
            months=months,
            month_total=total.written(language),
            total=total.times(months).written(language),
        )
    if not price.name:
        return line
    name = desk.words.one("sum_yearly", name=price.name) if price.billed_yearly else price.name
    return desk.words.one("sum_named", name=name, sum=line)


def unknown(desk: Desk, question: str, alone: bool) -> Answer:  # noqa: FBT001 one fact, named above
    """Says so, and leaves the question with the team."""
    told = desk.call("ask_team", question=question[:MOST_QUESTION])
    if told.state in {"denied", "failed"}:
        return Answer(desk.say("unknown_untold"), found=False)
    if alone:
        return Answer(desk.say("unknown"), found=False)
    return Answer(desk.say("unknown_about", question=question.strip(" .?!,")), found=False)


def _language(text: str, fallback: str) -> str:
    if len(text.split()) < ENOUGH_TO_TELL:
        return fallback
    return read_message(text, languages=LANGUAGES).written_in


def _has_price(text: str) -> bool:
    return bool(re.search(r"€|\$|£|\b(?:EUR|USD|GBP|CHF|PLN)\b", text))
