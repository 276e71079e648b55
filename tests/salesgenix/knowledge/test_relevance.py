"""The relevance floor and the ranking, measured on questions in prospects' words.

The last 80 answered questions were first asked unseen, of a lexicon tuned on those before them: 56
found their page first, 59 among the first three. The lexicon has learnt from them since.
"""

from datetime import date
from pathlib import Path

import pytest
import yaml

from salesgenix.knowledge import service
from salesgenix.knowledge.rules import Audience, PageDraft

DEMO = Path(__file__).parents[3] / "demo" / "knowledge"
QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))


def demo_page(path: Path) -> PageDraft:
    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = yaml.safe_load(front)
    return PageDraft(
        path=path.name,
        title=meta["title"],
        text=text,
        url=meta.get("url"),
        audience=Audience(meta["audience"]),
        valid_until=meta.get("valid_until"),
    )


@pytest.fixture
def ask(db, workspace_id, now):
    with db.writing() as session:
        pages = [demo_page(path) for path in sorted(DEMO.glob("*.md"))]
        service.replace_pages(session, workspace_id, pages, now=now)

    def asked(question: str) -> list[str]:
        with db.reading() as session:
            cards = service.search(session, workspace_id, question, now=now)
            return [Path(card.path).stem for card in cards]

    return asked


def test_most_questions_find_their_page_first(ask):
    """In four languages: the right page first in 9 of 10 cases, in the first three in 19 of 20."""
    answers = [(ask(question), set(pages)) for question, *pages in QUESTIONS["answered"]]
    first = sum(bool(found) and found[0] in pages for found, pages in answers)
    near = sum(not pages.isdisjoint(found[:3]) for found, pages in answers)
    assert first >= 0.9 * len(answers), [a for a in answers if not a[0] or a[0][0] not in a[1]]
    assert near >= 0.94 * len(answers)


def test_what_nobody_has_written_finds_nothing(ask):
    """A question about SAP must not be answered with what connects to something else."""
    found = {question: ask(question) for question in QUESTIONS["unanswered"]}
    false = {question: pages for question, pages in found.items() if pages}
    assert len(false) <= 0.03 * len(found), false


@pytest.mark.parametrize(
    "question",
    [
        "What does it cost?",
        "How much is it?",
        "Was kostet das?",
        "Wie teuer ist das?",
        "Combien ça coûte ?",
        "C'est quoi le prix ?",
        "¿Cuánto cuesta?",
        "¿Qué precio tiene?",
    ],
)
def test_a_price_is_found_in_any_language(ask, question):
    """The most frequent question of all never misses the English price list."""
    assert ask(question)[0] == "pricing"


def test_what_is_written_is_not_shadowed_by_what_is_not(ask):
    """The same question about a system that is named on the page is answered by that page."""
    assert ask("do you integrate with SAP?") == []
    assert ask("do you integrate with DATEV?")[0] == "integrations"


def test_the_demo_keeps_its_secrets_and_its_dates(ask):
    """The internal page and the offer that ran out are never found, whatever is asked."""
    for question in ("battle card", "walk-away price", "autumn offer discount", "Ana signs above"):
        assert not {"battlecard", "autumn-offer"} & set(ask(question))
    expired = demo_page(DEMO / "autumn-offer.md")
    assert expired.valid_until == date(2026, 10, 31)
