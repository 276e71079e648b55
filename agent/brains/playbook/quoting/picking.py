"""Which sentences or rows of the passages found answer a question. Nothing is ever rephrased.

A piece scores by the rare words of the question that it has itself, less by those that only its
heading has. Words are compared as the knowledge search compares them.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from agent.brains.playbook.quoting.figures import MONEY, PER_SEAT
from agent.brains.playbook.quoting.fragments import Fragment, Passage, fragments
from agent.brains.playbook.quoting.wanted import is_span, must_have, wanted
from agent.brains.playbook.vocabulary import spoken
from agent.understanding.words import fold
from salesgenix.knowledge.lexicon import Term, lexicon

LONGEST_QUOTE = 420  # characters: what a person reads in a chat without scrolling
MOST_PIECES = 3
MOST_ROWS = 4
MOST_COMPARED = 7
HEADING_SHARE, TITLE_SHARE, CONCEPT_SHARE = 0.7, 0.35, 0.8
RANK_SHARE = 0.3
FIGURE_BONUS, WANTED_BONUS = 0.35, 0.5
LEADING_BONUS = 0.15
VERBATIM_BONUS = 0.9
CELL_BONUS = 0.3
SHORTEST_KIN, MOST_GROWN = 4, 4  # letters
FIT_SHARE = 0.8  # of that is enough for a piece of the sort that is wanted
ENOUGH_COVERED = 0.72  # of the best coverage: below it no bonus helps
LIGHT = frozenset({"includ", "offer", "provid", "allow", "possibl", "plan", "numb", "give", "pay"})
LIGHT_SHARE = 0.4
_PRICING = frozenset({"price", "seat", "monthly", "annual"})
_EITHER = frozenset({"much", "many"})
LIST_BONUS = 0.8
SHORT_INTRODUCTION = 120
NEAR = 0.6  # of the best score: what else is worth saying
_STANDARD = re.compile(
    r"(?i)\b(?!about|over|than|for|with|have|need|the|are|und|fur)[a-z]{2,}[ -]?(\d{4,6})\b(?! "
    r"\w+s\b)"
)
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_THEY_PAY = re.compile(r"\b(?:do|did) you pay\b", re.IGNORECASE)
_LEANING = re.compile(
    r"^(?:it|its|they|their|this|that|these|those|he|she|er|sie|es|dies\w*|il|elle|ils|elles|"
    r"ce\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quote:
    """What is said, word for word, and the passages it stands in."""

    text: str
    fragments: tuple[Fragment, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fragment.passage.title for fragment in self.fragments))

    @property
    def passage_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fragment.passage.id for fragment in self.fragments))


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(lexicon().terms(text)))


def names_a_thing(text: str, beside: frozenset[str] = frozenset()) -> bool:
    """``gwarancja na szafy?``, ``does delivery cost extra?``: something pages may speak of, other
    than the concepts of ``beside``.
    """
    named = (term for term in terms(text) if not term.is_light)
    return any(term.names or term.concepts - beside for term in named)


def pick(
    question: str,
    found: Sequence[Passage],
    *,
    strict: bool = True,
    plans: frozenset[str] = frozenset(),
) -> Quote | None:
    """The best pieces for the question, in the order of their page, or None.

    ``strict`` is for questions: pages that speak of something else answer nothing. A response to a
    doubt, from a passage that was written for it, need not share its words. ``plans``: what the
    company sells; a line that names one of them answers a question about another.
    """
    asked = asked_of(question, found)
    leading = _leading(asked, found)
    if leading is not None and not _speaks_to(wanted(question), leading):
        leading = None
    pieces = [
        piece for passage in ([leading] if leading else found) for piece in fragments(passage)
    ]
    if not pieces:
        return None
    if leading and not any(piece.is_row for piece in pieces):
        return _sentences(pieces[0], pieces, dict.fromkeys(pieces, 1.0))
    scores = _scored(question, asked, pieces)
    best = max(pieces, key=lambda piece: (scores[piece], -piece.passage.rank, -piece.order))
    is_answer = scores[best] > 0 and _answers(_of_plans(asked, best, plans), best)
    if strict and not (is_answer and _has_figures(question, best)):
        return None
    if best.is_row:
        return _rows(question, asked, best=best, pieces=pieces, scores=scores)
    return _sentences(best, pieces, scores)


def _speaks_to(looks_for: re.Pattern[str] | None, passage: Passage) -> bool:
    """Whether the first thing a page says on its subject is of the sort that is asked for."""
    first = next(iter(fragments(passage)), None)
    return looks_for is None or (first is not None and looks_for.search(first.text) is not None)


def _has_figures(question: str, piece: Fragment) -> bool:
    """The number of a standard that is named, and a figure where only a figure answers."""
    passage, looks_for = piece.passage, wanted(question)
    if not has_standards(question, passage):
        return False
    if looks_for is None or not must_have(question):
        return True
    return looks_for.search(f"{passage.heading} {piece.text}") is not None


def has_standards(question: str, passage: Passage) -> bool:
    """Whether the passage has the number of every standard that is named."""
    near = f"{passage.heading} {passage.text}"
    return all(number in near for number in _STANDARD.findall(question))


def _of_plans(asked: Sequence[Term], best: Fragment, plans: frozenset[str]) -> tuple[Term, ...]:
    """Without the plan that is asked about, where the piece says which other plans have it."""
    has_plan = any(re.search(rf"\b{re.escape(name)}\b", best.text) for name in plans)
    known = {term.stem for name in plans for term in terms(name)}
    return tuple(term for term in asked if not (has_plan and term.stem in known))


def asked_of(question: str, found: Sequence[Passage]) -> tuple[Term, ...]:
    """What is asked, with slips of the pen read as the pages write the word."""
    words = {w for p in found for w in _WORD.findall(fold(f"{p.title} {p.heading} {p.text}"))}
    asked = terms(lexicon().respelled(question, words))
    is_other = spoken("paying").search(fold(question)) or _THEY_PAY.search(question)
    if is_other or is_span(question):  # how it is paid or how long it takes, not how much
        asked = tuple(replace(term, concepts=term.concepts - {"price"}) for term in asked)
    return asked


def _leading(asked: Sequence[Term], found: Sequence[Passage]) -> Passage | None:
    """Who names a page's subject and nothing else gets what that page says of it first."""
    shared = frozenset[str].intersection(*(term.concepts for term in asked)) if asked else None
    if not shared or shared <= _PRICING:
        return None
    about = [passage for passage in found if _is_on(shared, passage.title)]
    page = [passage for passage in about if passage.title == about[0].title]
    headed = [p for p in page if _is_on(shared, p.heading) and p.heading != p.title]
    return min(headed or page, key=lambda passage: passage.place, default=None)


def _is_on(concepts: frozenset[str], text: str) -> bool:
    return any(concepts & term.concepts for term in terms(text))


def _scored(
    question: str, asked: Sequence[Term], pieces: Sequence[Fragment]
) -> dict[Fragment, float]:
    """By how much of the question a piece covers; what is far from the best gets no bonus."""
    weights = {term: _rarity(term, pieces) for term in asked}
    covered = {piece: _covered(piece, weights) for piece in pieces}
    enough = ENOUGH_COVERED * max(covered.values())
    looks_for = wanted(question)
    if looks_for is None and spoken("figures").search(fold(question)):
        looks_for = _FIGURE
    return {
        piece: _score(question, piece, weights, looks_for)
        if share >= enough or (share >= enough * FIT_SHARE and _fits(looks_for, piece))
        else share / 2
        for piece, share in covered.items()
    }


def _fits(looks_for: re.Pattern[str] | None, piece: Fragment) -> bool:
    is_particular = looks_for not in {None, _FIGURE}
    return is_particular and looks_for is not None and looks_for.search(piece.text) is not None


def _answers(asked: Sequence[Term], piece: Fragment) -> bool:
    """Whether the piece speaks of what is asked, on its page: of everything that is named, and of
    most of the rest. A name that stands nowhere is not known, whatever stands beside it.
    """
    near = f"{piece.passage.title}\n{piece.passage.heading}\n{piece.passage.text}"
    weighty = [t for t in asked if not (t.is_light or t.stem in LIGHT or t.stem.isdigit())]
    if not weighty:
        return any(strength(term, near) for term in asked)
    there = [strength(term, near) for term in weighty]
    if any(not has and _is_name(term, near) for term, has in zip(weighty, there, strict=True)):
        return False
    missing = sum(1 for has in there if not has)
    by_name = any(has and term.names for term, has in zip(weighty, there, strict=True))
    return missing * 2 < len(there) or (by_name and missing < len(there))


def _is_name(term: Term, near: str) -> bool:
    """A word without any other word for it, or one of a kind: Android, Italian, Saturday."""
    if term.stem and term.names:
        return not any(_is_kin(term.stem, word) for word in _WORD.findall(fold(near)))
    return bool(lexicon().particular & term.concepts)


def _is_kin(stem: str, word: str) -> bool:
    """``invoice`` in ``invoicing``, ``approv`` in ``approvals``: one word grown out of the "
    "other."""
    short, long = sorted((stem, word), key=len)
    return (
        len(short) >= SHORTEST_KIN
        and long.startswith(short)
        and len(long) - len(short) <= MOST_GROWN
    )


def _rarity(term: Term, pieces: Sequence[Fragment]) -> float:
    found = sum(1 for piece in pieces if strength(term, piece.text) > 0)
    weight = math.log(1 + (len(pieces) + 0.5) / (found + 0.5))
    return weight * LIGHT_SHARE if term.is_light or term.stem in LIGHT else weight


def is_bare_price(question: str) -> bool:
    """Whether it asks for the price and names nothing that has one."""
    asked = terms(question)
    if spoken("paying").search(fold(question)):
        return False
    about = [term.concepts for term in asked]
    return any("price" in one for one in about) and all(one & _PRICING for one in about)


def _alike(question: str, heading: str) -> float:
    """The share of words that a question and a heading have in common, small words included."""
    one, other = (set(_WORD.findall(fold(text))) - _EITHER for text in (question, heading))
    return len(one & other) / len(one | other) if one and other else 0.0


def _score(
    question: str,
    piece: Fragment,
    weights: dict[Term, float],
    looks_for: re.Pattern[str] | None,
) -> float:
    if not sum(weights.values()):
        return 1.0 / (1 + piece.passage.rank + piece.order)
    score = _covered(piece, weights)
    if score <= 0:
        return 0.0
    score += VERBATIM_BONUS * _alike(question, piece.passage.heading)
    if is_bare_price(question) and PER_SEAT.search(piece.text):
        score += LIST_BONUS * (2 if piece.is_row else 1)
    if piece.is_row:
        names = [piece.cells[0][1], *(head for head, _ in piece.cells[1:])]
        score += CELL_BONUS * sum(1 for term in weights if any(_names([term], n) for n in names))
    score += RANK_SHARE / (1 + piece.passage.rank)
    score += LEADING_BONUS / (1 + piece.order)
    if looks_for is not None and looks_for.search(piece.text):
        score += FIGURE_BONUS if looks_for is _FIGURE else WANTED_BONUS
    return score


def _covered(piece: Fragment, weights: dict[Term, float]) -> float:
    """The share of what is asked that a piece speaks of, or its heading for it."""
    total = sum(weights.values()) or 1.0
    return sum(weight * _nearness(term, piece) for term, weight in weights.items()) / total


def _nearness(term: Term, piece: Fragment) -> float:
    return max(
        strength(term, piece.text),
        HEADING_SHARE * strength(term, piece.passage.heading),
        TITLE_SHARE * strength(term, piece.passage.title),
    )


def strength(term: Term, text: str) -> float:
    """1 for the word itself, less for another word of the same matter, 0 for neither."""
    best = 0.0
    for other in terms(text):
        if term.stem and term.stem == other.stem:
            return 1.0
        if term.concepts & other.meanings:
            best = CONCEPT_SHARE
    return best


def _sentences(best: Fragment, pieces: Sequence[Fragment], scores: dict[Fragment, float]) -> Quote:
    same = [piece for piece in pieces if piece.passage is best.passage and not piece.is_row]
    chosen = {best}
    before = same[max(0, same.index(best) - 1)]
    if _LEANING.match(best.text) and before is not best:
        chosen.add(before)
    for piece in sorted(same, key=lambda piece: -scores[piece]):
        fits = sum(len(one.text) for one in chosen) + len(piece.text) <= LONGEST_QUOTE
        if scores[piece] >= NEAR * scores[best] and len(chosen) < MOST_PIECES and fits:
            chosen.add(piece)
    ordered = tuple(piece for piece in same if piece in chosen)
    text = " ".join(ended(piece.text) for piece in ordered)
    if ": " in best.passage.heading:
        text = f"{ended(best.passage.heading)} {text}"
    if len(text) < SHORT_INTRODUCTION and best.passage.heading == best.passage.title:
        text = " ".join([text, *_sections(best, pieces)])
    return Quote(text, ordered)


def _sections(introduction: Fragment, pieces: Sequence[Fragment]) -> list[str]:
    """What an introduction introduces: the headings that follow it, when they say something."""
    page = introduction.passage.title
    found = dict.fromkeys(p.passage.heading for p in pieces if p.passage.title == page)
    return [ended(heading) for heading in found if ": " in heading]


def _rows(
    question: str,
    asked: Sequence[Term],
    *,
    best: Fragment,
    pieces: Sequence[Fragment],
    scores: dict[Fragment, float],
) -> Quote:
    """The rows that answer as well as the best one, cut to the columns the question names."""
    rows = [piece for piece in pieces if piece.is_row and piece.passage is best.passage]
    weighty = [term for term in asked if term.stem not in LIGHT]
    named = [row for row in rows if _names(weighty, row.cells[0][1])]
    near = [row for row in rows if scores[row] >= 0.95 * scores[best]]
    compares = any("comparison" in term.concepts for term in asked)
    chosen = (rows if compares else named or near)[: MOST_COMPARED if compares else MOST_ROWS]
    columns = [head for head, _ in best.cells[1:] if _names(asked, head)]
    if is_bare_price(question):
        columns = [head for head, value in best.cells[1:] if MONEY.search(value)]
    said = [row.row(columns) for row in chosen]
    text = said[0] if len(said) == 1 else "\n".join(f"- {row}" for row in said)
    return Quote(text, tuple(replace(row, text=row.row(columns)) for row in chosen))


def _names(asked: Iterable[Term], text: str) -> bool:
    return any(strength(term, text) == 1.0 for term in asked)


def ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ":", "”", '"')) else text + "."
