"""Two plans beside each other: their prices, and the lines of a table in which they differ."""

import re
from collections.abc import Sequence

from agent.brains.playbook import pricing
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.knowing import Answer, written
from agent.brains.playbook.quoting import figures, fragments, picking
from agent.understanding.words import fold

FEATURES = "plans compared features included differ"
MOST_ROWS = 7
_BOTH = 2
_COMPARES = frozenset({"compare", "comparison"})


def answer(desk: Desk, question: str) -> Answer | None:
    """None when the question compares nothing, or the pages set no two plans side by side."""
    question = written(question)
    asked = {concept for term in picking.terms(question) for concept in term.concepts}
    if not asked & _COMPARES and not re.search(r"\bor\b", question):
        return None
    found = pricing.pages_on_prices(desk)
    prices = pricing.monthly(found)
    names = sorted(pricing.plans_named(question, prices))
    if len(names) < _BOTH:
        return None
    told = [one for one in prices if one.name in names]
    lines = list(dict.fromkeys(pricing.plan_line(desk, price.name, told) for price in told))
    passages = {p.id: p for p in [*found, *pricing.search(desk, FEATURES)]}
    rows, titles = _rows(desk, list(passages.values()), names)
    quote = "\n- " + "\n- ".join([*lines, *rows][: MOST_ROWS + len(names)]) + "\n"
    titles = list(dict.fromkeys([told[0].passage.title, *titles]))
    for price in told:
        desk.passages[price.passage.id] = None
    text = desk.words.one("quoted", quote=quote, title=", ".join(titles)).strip()
    return Answer(text.replace("\n ", "\n"), found=True, priced=True)


def _rows(
    desk: Desk, found: Sequence[fragments.Passage], names: Sequence[str]
) -> tuple[list[str], list[str]]:
    rows: list[str] = []
    titles: list[str] = []
    for passage in found:
        for piece in fragments.fragments(passage):
            values = {head: value for head, value in piece.cells[1:] if _is_among(head, names)}
            differs = len(set(values.values())) > 1 and len(values) >= len(names)
            if differs and not any(figures.MONEY.search(value) for value in values.values()):
                rows.append(piece.row(list(values)))
                titles.append(passage.title)
                desk.passages[passage.id] = None
    return list(dict.fromkeys(rows)), titles


def _is_among(head: str, names: Sequence[str]) -> bool:
    return fold(head) in {fold(name) for name in names}
