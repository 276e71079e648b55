"""Trying an order before it is given: real answers, and nothing left behind."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from agent.rehearsing import Rehearsals
from migrations import tables
from salesgenix.accounts import service as accounts
from salesgenix.authority.rules import ActionKind, Approval, Limits, Rule
from salesgenix.conversations import service as conversations
from salesgenix.decisions import service as decisions
from salesgenix.rehearsals.rules import Asked

DISCOUNT = Rule(
    actions=frozenset({ActionKind.DISCOUNT_OFFER}),
    approval={ActionKind.DISCOUNT_OFFER: Approval.NEVER},
    limits=Limits(discount_ceiling_percent=0),
)


def everything(db) -> dict[str, list]:
    with db.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in tables().sorted_tables
        }


@pytest.fixture
def rehearse(open_thread, portal):
    """Says something to the agent under a draft; gives back what it said and what was decided."""
    thread = open_thread()
    rehearsals = Rehearsals(thread.mind)
    ref = uuid4()
    with thread.mind.db.reading() as session:
        team = [member.id for member in accounts.members(session, thread.workspace_id)]

    def say(text: str, rule: Rule | None, *, by: int = 0):
        asked = Asked(
            workspace_id=thread.workspace_id,
            member_id=team[by],
            ref=ref,
            key="discounts",
            words="No discounts at all.",
            rule=rule,
            text=text,
        )
        found = portal.call(rehearsals.say, asked)
        with found.db.reading() as session:
            said = conversations.history(session, thread.workspace_id, found.conversation_id)
            made = decisions.listing(session, thread.workspace_id, limit=1_000)
        return found, said, made

    yield thread, say
    rehearsals.close()


def test_a_rehearsal_answers_and_leaves_nothing_behind(rehearse, db):
    """The agent answers from the real pages; every table and every key is as it was."""
    thread, say = rehearse
    before = everything(db)
    keys = thread.mind.db.keyring._store.rows()
    _, said, made = say("What does Tendralis cost?", None)
    assert said[-1].actor == "agent"
    assert "reply.sent" in {card.type for card in made}
    assert everything(db) == before
    assert thread.mind.db.keyring._store.rows() == keys


def test_the_draft_takes_the_place_of_the_order_under_its_key(rehearse):
    """A draft that forbids discounts forbids them in the rehearsal; the real order still stands."""
    thread, say = rehearse
    _, _, made = say("Can you give me 8 % off?", DISCOUNT)
    refused = [card for card in made if card.type in {"action.denied", "tool.denied"}]
    tools = {(card.body.get("tool") or {}).get("name") for card in made}
    assert refused or "offer_discount" not in tools
    thread.say("Can you give me 8 % off?")
    assert any(
        card.type == "action.authorised"
        and (card.body.get("facts") or {}).get("kind") == "discount.offer"
        for card in thread.decisions()
    )


def test_one_conversation_goes_on_and_nobody_else_enters_it(rehearse):
    """The same reference is the same visitor for who began it, and a new one for anybody else."""
    _, say = rehearse
    first, _, _ = say("Hello", None)
    again, said, _ = say("What does it cost?", DISCOUNT)
    other, _, _ = say("Hello", None, by=1)
    assert again is first
    assert len([event for event in said if event.actor == "prospect"]) == 2
    assert other is not first
