"""The answer to a question from the smallest piece of a page that has it, or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.brains.playbook.desk import Desk
from agent.brains.playbook.finding import (
    likeness,
    ranking,
    reading,
    reckoning,
    rephrasing,
    steps,
)
from agent.brains.playbook.finding.costing import COSTS_MORE
from agent.brains.playbook.finding.ranking import PAYING, PRICING, TOTALS, Asked, Found
from agent.brains.playbook.finding.reading import numbered, spans
from agent.brains.playbook.finding.units import Unit, units
from agent.brains.playbook.knowing import Answer, is_by_people, say_quote, written
from agent.brains.playbook.quoting import fragments, picking
from agent.brains.playbook.quoting.figures import MONEY
from agent.brains.playbook.quoting.labels import label
from agent.brains.playbook.quoting.whether import verdict
from agent.brains.playbook.vocabulary import spoken
from agent.understanding.words import fold
from salesgenix.knowledge.bridge import LANGUAGES

MOST_PASSAGES, MOST_QUERY = 32, 400
LONGEST, NEAR, MOST_SENTENCES = 320, 0.25, 2
LEAST = 0.45
HARDLY = 0.3  # a chance: below it no piece of a page is worth showing beside "I do not know"
MOST_BESIDE = 2  # sentences
_MARK = (
    r"\W+(?:(?i:xs|xl|xxl)|Plus|Pro|Max|Maxi|Mini|Lite|Light|Premium|Ultra|Deluxe|Extra|Junior)\b"
)
LONGEST_WHOLE = 30  # words of a message whose statement may belong to its question
MOST_LOOK_UPS = 3  # sentences that are looked up one by one
SURELY = 0.6  # of being answered, for a message that has no question mark
SURE = 0.7  # covered: enough to take a message for a question that was read as something else


@dataclass(frozen=True, slots=True)
class Sought:
    asked: Asked
    found: Found
    passages: tuple[fragments.Passage, ...]


def seek(desk: Desk, question: str) -> Sought | None:
    """What answers a question; None where nothing on the pages covers enough of it."""
    sought = _sought(desk, question)
    if sought is None or not sought.found.is_enough:
        return None
    return sought if _is_about_something(sought.asked, sought.found) else None


def _sought(desk: Desk, question: str) -> Sought | None:
    plain = written(question)[:MOST_QUERY].strip()
    passages = _passages(desk, plain)
    first = _looked(plain, passages, _languages(desk))
    if first is None or first.found.is_enough:
        return first
    again = (
        _looked(other, passages, _languages(desk))
        for other in rephrasing.others(plain, desk.state.signals.written_in)
    )
    return next((one for one in again if one is not None and _is_surely(one.found)), first)


def _looked(
    text: str, passages: tuple[fragments.Passage, ...], languages: tuple[str, ...]
) -> Sought | None:
    asked = ranking.asked_of(text, languages, passages)
    found = ranking.rank(asked, passages)
    return Sought(asked, found, passages) if found is not None else None


def _is_surely(found: Found) -> bool:
    return found.is_enough and (found.sureness is None or found.sureness >= rephrasing.SURELY)


def _passages(desk: Desk, plain: str) -> tuple[fragments.Passage, ...]:
    if not plain:
        return ()
    if len(fragments.sentences(desk.text)) > MOST_LOOK_UPS:
        plain = written(desk.text)[:MOST_QUERY].strip()  # one look for all: tools are counted
    searched = desk.call("search_knowledge", query=plain, limit=MOST_PASSAGES, wide=True)
    return tuple(fragments.passages(searched.items("passages")))


def is_lacking(desk: Desk, question: str) -> bool:
    """Whether the pages speak of it, and not of the one thing that is asked about."""
    sought = _sought(desk, question)
    return sought is not None and sought.found.lacks


def percentage(desk: Desk, question: str) -> picking.Quote | None:
    """What the pages take off for so many, or the piece that answers best, where it names a
    percentage: ``what is off for 12 of them?``.
    """
    sought = _sought(desk, question)
    if sought is None:
        return None
    pool = [unit for passage in sought.passages for unit in units(passage)]
    step = steps.reduced(sought.asked.folded, sought.asked.spans, pool)
    if step is not None:
        return picking.Quote(picking.ended(step.text), (_said(step),))
    return _quote(sought) if "%" in sought.found.best.text else None


def nearest(desk: Desk, question: str) -> str | None:
    """Of a question that is not surely answered, the piece that comes closest, quoted; empty where
    none is near. None where meaning is not compared, so that nothing says how near it is.
    """
    sought = _sought(desk, question)
    if sought is None or sought.found.sureness is None:
        return None
    is_near = sought.found.sureness >= HARDLY and not sought.found.is_enough
    return say_quote(desk, _quote(sought)) if is_near else ""


def is_only_on_price(part: str) -> bool:
    """``what do we pay for a whole year?``: nothing in it has a price."""
    said = reading.words(part, LANGUAGES)
    return (bool(said) or spoken("amounts").search(fold(part)) is not None) and all(
        word.is_light or ranking.is_reckoned(word) or word.meanings & (PRICING | PAYING)
        for word in said
    )


def has_terms(desk: Desk, question: str) -> bool:
    """Whether prices depend on a term, as columns of a table do, and one of them is asked for."""
    plain = written(question)[:MOST_QUERY].strip()
    passages = _passages(desk, plain)
    columns = {unit.column for passage in passages for unit in units(passage) if unit.is_cell}
    named, wanted = ranking.names_in(plain, passages), _terms(plain)
    return bool(named) and any(wanted & _terms(column) for column in columns)


def is_other_variant(desk: Desk, question: str) -> bool:
    """``the Caudal XL``: a mark of size or rank behind a name that stands on no page with it."""
    plain = written(question)[:MOST_QUERY].strip()
    passages = _passages(desk, plain)
    pages = "\n".join(f"{one.title}\n{one.heading}\n{one.text}" for one in passages)
    for name in ranking.names_in(plain, passages):
        marked = re.search(r"\W+".join(rf"(?i:{part})\w*" for part in name) + _MARK, plain)
        if marked and fold(marked.group()) not in fold(pages):
            return True
    return False


def fuller(desk: Desk, question: str, whole: str) -> str:
    """``We are a town hall, must we pay a deposit?``: what they tell belongs to the question where
    the pages answer both together more surely.
    """
    if whole == question or len(whole.split()) > LONGEST_WHOLE:
        return question
    alone, both = _sought(desk, question), _sought(desk, whole)
    sure = [one.found.sureness if one is not None else None for one in (alone, both)]
    is_surer = None not in sure and (sure[1] or 0.0) > (sure[0] or 0.0)
    return whole if is_surer else question


def _terms(text: str) -> set[float]:
    return {span.months for span in spans(numbered(text)) if span.number > 1}


def is_backed(desk: Desk, question: str, quote: picking.Quote) -> bool:
    """Whether a quotation that was found in another way speaks of enough of the question."""
    plain = written(question)[:MOST_QUERY].strip()
    passages = _passages(desk, plain)
    asked = ranking.asked_of(plain, _languages(desk), passages)
    return ranking.coverage(asked, passages, quote.fragments) >= LEAST


def is_sure(desk: Desk, question: str) -> bool:
    """Whether a message is a question to the pages, whatever else it was read as."""
    sought = seek(desk, question)
    if sought is None or question.rstrip().endswith("?"):
        return sought is not None
    sure = sought.found.sureness
    return sought.found.covered >= SURE or (sure is not None and sure >= SURELY)


def answer(desk: Desk, question: str) -> Answer | None:
    sought = _sought(desk, question)
    if sought is None:
        return None
    reckoned = reckoning.reckon(sought.asked, sought.found, sought.passages)
    is_whole = reckoned is not None and reckoned.is_whole
    is_enough = sought.found.is_enough and _is_about_something(sought.asked, sought.found)
    if not (is_enough or is_whole):
        return None
    quote = _quote(sought) if not is_whole or reckoned is None else _quote_all(reckoned.quoted)
    text = say_quote(desk, quote)
    if said := verdict(question, quote):
        text = f"{desk.words.one(f'said_{said}')} {text}"
    if reckoned is not None:
        for passage in reckoned.passages:
            desk.passages[passage.id] = None
        text = "\n".join([text, _sum(desk, reckoned)])
    titles = {piece.passage.title for piece in quote.fragments}
    page = [passage for passage in sought.passages if passage.title in titles]
    priced = reckoned is None and is_by_people(quote.text, page)
    return Answer(text, found=True, priced=priced)


def _languages(desk: Desk) -> tuple[str, ...]:
    spoken = (desk.state.signals.written_in, desk.state.language)
    return tuple(dict.fromkeys(language for language in spoken if language))


def _is_about_something(asked: Asked, found: Found) -> bool:
    """``how much is it?`` names nothing: the price list answers, and not any one price."""
    if found.sureness == ranking.TOLD:
        return True
    there = [word for word in asked.words if word not in found.missing and not word.is_light]
    return bool(asked.named) or any(not word.meanings & (PRICING | TOTALS) for word in there)


def _quote(sought: Sought) -> picking.Quote:
    best = sought.found.best
    if best.fragment.is_row:
        return picking.Quote(best.text, (_said(best),))
    chosen = [best]
    near = NEAR if sought.found.sureness is None else likeness.NEAR
    for score, unit in sought.found.others:
        is_beside = unit.passage is best.passage and not unit.fragment.is_row
        fits = sum(len(one.text) for one in chosen) + len(unit.text) <= LONGEST
        has_one = bool(sought.asked.named or sought.asked.is_price)
        strays = has_one and MONEY.search(unit.text) is not None
        if is_beside and not strays and fits and score >= sought.found.score - near:
            chosen.append(unit)
    if (priced := _price_beside(sought)) is not None and priced not in chosen:
        chosen = [best, priced]
    if (before := _leant_on(best)) is not None and before not in chosen[:MOST_SENTENCES]:
        chosen = [best, before]
    chosen = sorted(chosen[:MOST_SENTENCES], key=lambda unit: unit.fragment.order)
    text = " ".join(picking.ended(unit.text) for unit in chosen)
    return picking.Quote(text, tuple(unit.fragment for unit in chosen))


def _leant_on(best: Unit) -> Unit | None:
    """The sentence before one that is said of it."""
    if not spoken("leaning_back").search(fold(best.text)):
        return None
    at = best.fragment.order - 1
    near = (unit for unit in units(best.passage) if not unit.fragment.is_row)
    return next((unit for unit in near if unit.fragment.order == at), None)


def _price_beside(sought: Sought) -> Unit | None:
    """``Once it is free, then 85 euros``: what is to be paid may stand in the sentence after."""
    best = sought.found.best
    is_price = sought.asked.is_price or COSTS_MORE.search(sought.asked.folded)
    if not is_price or best.has_money:
        return None
    near = (
        unit
        for unit in units(best.passage)
        if not unit.fragment.is_row and 0 < unit.fragment.order - best.fragment.order <= MOST_BESIDE
    )
    return next((unit for unit in near if MONEY.search(unit.text)), None)


def _said(unit: Unit) -> fragments.Fragment:
    piece = unit.fragment
    return fragments.Fragment(piece.passage, piece.order, unit.text, piece.cells)


def _quote_all(chosen: Sequence[Unit]) -> picking.Quote:
    """Each price that goes into a sum, as its page has it."""
    text = "\n".join(f"- {picking.ended(unit.text)}" for unit in chosen)
    return picking.Quote(text if len(chosen) > 1 else chosen[0].text, tuple(map(_said, chosen)))


def _sum(desk: Desk, reckoned: reckoning.Reckoned) -> str:
    """The calculation in one line; or that no total can be given."""
    language = desk.state.language
    if reckoned.each:
        return "\n".join(
            f"{label(name, language)}: {_sum(desk, one)}" for name, one in reckoned.each
        )
    if not reckoned.lines:
        return desk.words.one("sum_open")
    shown = " + ".join(_line(desk, line) for line in reckoned.lines)
    total = reckoned.total.written(language)
    if reckoned.lasts > 1 and reckoned.period == "month":
        return desk.words.one("sum_over_months", months=reckoned.lasts, sum=shown, total=total)
    if reckoned.lasts > 1:
        return desk.words.one("sum_over_years", years=reckoned.lasts, sum=shown, total=total)
    key = f"sum_is_{reckoned.period}" if reckoned.period else "sum_is"
    return desk.words.one(key, sum=shown, total=total)


def _line(desk: Desk, line: reckoning.Line) -> str:
    times = [str(number) for number in (line.count, line.lasts) if number > 1]
    shown = " × ".join([*times, line.unit.written(desk.state.language)])
    if not line.percent:
        return shown
    return f"{shown} − {desk.words.one('sum_percent', percent=line.percent)}"
