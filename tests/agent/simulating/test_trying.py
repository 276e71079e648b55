"""A change that is tried: the same prospects with and without it, and nothing of it stays."""

from agent.simulating.trying import Trial
from cli.simulating import work_in_copy
from salesgenix.authority.rules import ActionKind, Approval, Rule
from salesgenix.simulations.files import Prospect
from salesgenix.simulations.reporting import report_of
from salesgenix.simulations.trying import Tried, TriedOrder, TriedPage, meaning_of
from tests.agent.conftest import MONDAY
from tests.agent.simulating.test_running import everything

ASKS = Prospect.model_validate(
    {
        "prospect": "asks-the-price",
        "about": "Is told what the page says.",
        "now": "2026-11-23T10:00",
        "turns": [{"say": "What does the Team plan cost per month?"}],
        "end": {"replies": {"has": ["39"]}},
    }
)
PRICES = TriedPage(
    path="pricing.md",
    title="Plans and prices",
    text="# Plans\n\nThe Team plan costs 45 EUR per seat and month, billed monthly.\n",
)
NO_PAGES = TriedOrder(
    key="no-pages",
    words="Never look anything up.",
    rule=Rule(
        actions=frozenset({ActionKind.KNOWLEDGE_READ}),
        effect="bound",
        approval={ActionKind.KNOWLEDGE_READ: Approval.NEVER},
    ),
)


def test_what_is_tried_changes_what_is_said_and_nothing_stays(open_thread, portal, db) -> None:
    """The price on a page that is tried is said with it and not without; under an order that is
    tried no price is said at all. The workspace itself holds what it held.
    """
    thread = open_thread()
    held = everything(db)

    def run(**tried):
        with Trial(
            thread.mind, thread.workspace_id, Tried(**tried), now=ASKS.begins, work=work_in_copy
        ) as trial:
            return portal.call(trial.play, ASKS)

    old, new = run(page=PRICES)
    said = [one.exchanges[0].answer.text for one in (old, new)]
    assert ["39" in text for text in said] == [True, False]
    assert "45" in said[1]
    summary = report_of([old], [new]).summary
    assert (summary.changed, summary.worse, summary.regressions) == (1, 1, ())
    before, silent = run(order=NO_PAGES)
    assert before == old
    assert "39" not in silent.exchanges[0].answer.text
    assert everything(db) == held


def test_a_meaning_is_the_same_on_another_day_and_another_under_another_key() -> None:
    """What was tried is known again by what it would enforce, not by its words or its last day."""
    later = NO_PAGES.rule.model_copy(update={"not_after": MONDAY})
    assert meaning_of("no-pages", later) == Tried(order=NO_PAGES).meaning
    assert meaning_of("pages", later) != Tried(order=NO_PAGES).meaning
    free = NO_PAGES.rule.model_copy(update={"approval": {}})
    assert meaning_of("no-pages", free) != Tried(order=NO_PAGES).meaning
