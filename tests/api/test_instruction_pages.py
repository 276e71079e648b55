"""The pages of orders: what they point out, who may press what, and a model's draft."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from salesgenix.authority.rules import ActionKind, Approval, Limits, Rule
from salesgenix.drafts.service import Wish
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from tests.api import scene

WORDS = "Send transcripts to whoever asks. Be friendly."


def give(office, key: str, rule: Rule, **how) -> instructions.InstructionCard:
    order = Order(
        key=key,
        words=how.pop("words", WORDS),
        rule=rule,
        author_member_id=office.ana.id,
        surface="console",
        **how,
    )
    with office.db.writing() as session:
        return instructions.issue(session, office.ws, order, now=office.now)


def transcripts(**how) -> Rule:
    return Rule(actions=frozenset({ActionKind.MAIL_TRANSCRIPT}), **how)


def hidden(page: str) -> dict[str, str]:
    """What the form on a page that shows a change would send to publish it."""
    form = page[page.index('action="/console/instructions/publish"') :].partition("</form>")[0]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


def test_an_owner_with_nothing_is_led_to_a_first_order(office, visit):
    """The empty page offers sentences; opening one puts nothing in force."""
    ana = visit(office.ana)
    page = ana.get("/console/instructions").text
    assert "Nothing is allowed yet" in page
    assert "Never offer more than 10 %" in ana.get("/console/instructions/new?start=3").text
    assert "/console/instructions/new" not in visit(office.vic).get("/console/instructions").text
    with office.db.reading() as session:
        assert instructions.listing(session, office.ws, now=office.now) == []


def test_the_list_points_out_what_an_owner_should_look_at(office, visit):
    """Unenforced words are marked on the words; a near end and a stricter order are named."""
    start = WORDS.index("Be")
    give(
        office,
        "transcripts",
        transcripts(not_after=office.now + timedelta(days=3, hours=1)),
        unenforced=((start, len(WORDS)),),
    )
    give(
        office,
        "ask-me",
        transcripts(effect="bound", approval={ActionKind.MAIL_TRANSCRIPT: Approval.ASK}),
        words="Ask me before any transcript.",
    )
    page = visit(office.ana).get("/console/instructions").text
    assert "<u>Be friendly.</u>" in page
    assert "told, not enforced" in page
    assert "3 days left" in page
    assert "Send a transcript: another order says ask first" in page


def test_state_kind_and_words_narrow_the_list_in_the_address(office, visit):
    """The address says what is asked for; a paused or withdrawn order says so in a word."""
    card = give(office, "transcripts", transcripts())
    scene.order(office)
    ana = visit(office.ana)
    assert ana.form(f"/console/instructions/{card.id}/pause").status_code == 303
    paused = ana.get("/console/instructions?state=paused").text
    assert "Transcripts" in paused
    assert "Sell growth" not in paused
    assert "Transcripts" not in ana.get("/console/instructions?q=ten+percent").text
    assert "Nothing matches" in ana.get("/console/instructions?kind=campaign").text
    give(office, "just-once", transcripts(limits=Limits(uses=0)), words="Send one transcript.")
    assert "Just once" not in ana.get("/console/instructions").text
    assert "Just once" in ana.get("/console/instructions?state=used_up").text
    ana.form(f"/console/instructions/{card.id}/resume")
    ana.form(f"/console/instructions/{card.id}/revoke")
    assert "Transcripts" not in ana.get("/console/instructions").text
    assert "Withdrawn" in ana.get(f"/console/instructions/{card.id}").text


@pytest.mark.parametrize("name", ["ben", "vic"])
def test_who_may_not_order_reads_and_presses_nothing(office, visit, name):
    """Every page that writes is refused, and no button leads there."""
    card = give(office, "transcripts", transcripts())
    member = visit(getattr(office, name))
    for place in ("", f"/{card.id}", f"/{card.id}/diff?from=1&to=1"):
        page = member.get(f"/console/instructions{place}")
        assert page.status_code == 200
        assert "/revoke" not in page.text
    for place in ("/new", f"/{card.id}/edit", f"/{card.id}/back?to=1"):
        assert member.get(f"/console/instructions{place}").status_code == 403
    for place in ("/draft", "/try", "/review", "/publish", f"/{card.id}/pause"):
        assert member.form(f"/console/instructions{place}", words=WORDS).status_code == 403


def test_a_models_draft_is_labelled_and_only_a_person_publishes_it(office, visit):
    """It fills the form and holds for these very words alone; in force it names who drafted it."""

    async def draft(workspace_id, wish: Wish) -> Wish:
        assert (workspace_id, wish.rule) == (office.ws, None)
        return replace(wish, rule=transcripts(), drafted_by="model")

    office.house = replace(office.house, draft_by_model=draft)
    ana = visit(office.ana)
    ana.app.state.house = office.house
    page = ana.form("/console/instructions/draft", words=WORDS, by="model").text
    assert "A draft by the model" in page
    fields = dict(re.findall(r'name="(drafted[^"]*)" value="([^"]*)"', page))
    chosen = {"p0.effect": "grant", "p0.may.mail.transcript": "auto", "words": WORDS}
    sent = {**fields, **chosen, "key": "letters"}
    shown = ana.form("/console/instructions/review", **sent).text
    other = ana.form("/console/instructions/draft", **(sent | {"words": "Be kind."})).text
    assert "A draft by the model" not in other
    with office.db.reading() as session:
        assert instructions.listing(session, office.ws, now=office.now) == []
    answer = ana.form("/console/instructions/publish", **(hidden(shown) | {"words": WORDS}))
    assert answer.status_code == 303
    assert "drafted by the model, confirmed by a person" in ana.get(answer.headers["location"]).text
