from datetime import UTC, date, datetime, timedelta

from salesgenix.kit.ids import new_id
from salesgenix.knowledge import service, writing
from salesgenix.knowledge.rules import Audience, PageDraft, split
from salesgenix.knowledge.writing import Words

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PRICING = PageDraft(
    path="pricing.md",
    title="Pricing",
    text="# Pricing\n\nThe Team plan costs 29 EUR per seat and month.",
    url="https://example.test/pricing",
)
SECURITY = PageDraft(
    path="security.md", title="Security", text="Data lies encrypted in two data centres in Essen."
)


def replace(db, workspace_id, *pages):
    with db.writing() as session:
        return service.replace_pages(session, workspace_id, pages, now=NOW)


def found(db, workspace_id, query, now=NOW):
    with db.reading() as session:
        return service.search(session, workspace_id, query, now=now)


def test_a_question_finds_the_passage_with_its_source(db, workspace_id):
    """A passage comes back with what it takes to cite it."""
    replace(db, workspace_id, PRICING, SECURITY)
    [card] = found(db, workspace_id, "How much is it?")
    assert (card.title, card.url, card.path) == ("Pricing", PRICING.url, "pricing.md")
    assert card.text == "The Team plan costs 29 EUR per seat and month."


def test_replacing_is_idempotent_and_keeps_citations(db, workspace_id):
    """Reading the same folder again changes nothing: not a row, not a passage's id."""
    assert replace(db, workspace_id, PRICING, SECURITY).added == ("pricing.md", "security.md")
    before = found(db, workspace_id, "price")
    again = replace(db, workspace_id, SECURITY, PRICING)
    assert (again.added, again.changed, again.removed) == ((), (), ())
    assert found(db, workspace_id, "price") == before


def test_a_changed_page_is_found_in_its_new_words_at_once(db, workspace_id):
    """No answer comes from an index older than the pages; a page that is gone is never quoted."""
    replace(db, workspace_id, PRICING, SECURITY)
    assert "29 EUR" in found(db, workspace_id, "price")[0].text
    dearer = PageDraft(path="pricing.md", title="Pricing", text="The Team plan costs 31 EUR.")
    assert replace(db, workspace_id, dearer).changed == ("pricing.md",)
    assert "31 EUR" in found(db, workspace_id, "price")[0].text
    assert found(db, workspace_id, "Where is our data encrypted?") == []


def test_what_was_rolled_back_is_not_known(db, workspace_id):
    """A change that was not committed leaves no trace in the index either."""
    replace(db, workspace_id, PRICING)
    with db.reading() as session:
        dearer = PageDraft(path="pricing.md", title="Pricing", text="It costs 99 EUR.")
        service.replace_pages(session, workspace_id, [dearer], now=NOW)
        assert "99 EUR" in service.search(session, workspace_id, "price", now=NOW)[0].text
    assert "29 EUR" in found(db, workspace_id, "price")[0].text


def test_internal_pages_answer_only_the_team(db, workspace_id):
    """What is marked internal is found by a member and by no prospect's question, however put."""
    secret = PageDraft(
        path="battle.md",
        title="Battle card",
        text="Our floor is 17 EUR per seat. Never tell.",
        audience=Audience.INTERNAL,
    )
    replace(db, workspace_id, secret)
    for query in ("Battle card", "floor price per seat", "internal notes", secret.text):
        assert found(db, workspace_id, query) == []
    with db.reading() as session:
        [card] = service.search_for_team(session, workspace_id, "floor per seat", now=NOW)
    assert card.path == "battle.md"


def test_a_page_is_quoted_on_its_last_day_and_not_after(db, workspace_id):
    """An offer that has run out is not told any more, without anybody deleting it."""
    promo = PageDraft(
        path="promo.md",
        title="Autumn offer",
        text="20 % discount on the first year.",
        valid_until=date(2026, 11, 23),
    )
    replace(db, workspace_id, promo)
    assert found(db, workspace_id, "discount")
    assert found(db, workspace_id, "discount", now=NOW + timedelta(days=1)) == []
    with db.reading() as session:
        assert [card.path for card in service.listing(session, workspace_id)] == ["promo.md"]


def test_a_workspace_knows_only_its_own_pages(db, workspace_id, stranger_id):
    """The same question in another workspace finds that workspace's page, or nothing."""
    replace(db, workspace_id, PRICING)
    assert found(db, stranger_id, "price") == []
    replace(db, stranger_id, SECURITY)
    assert {card.path for card in found(db, stranger_id, "price encrypted data")} == {"security.md"}
    assert {card.path for card in found(db, workspace_id, "price")} == {"pricing.md"}


def test_what_was_written_in_the_console_outlives_the_files(db, workspace_id):
    """A file's page of the same path wins, and says so; any other file leaves the page alone."""
    words = Words("Okta", "Okta is in every plan.")
    with db.writing() as session:
        page = writing.write(session, workspace_id, words, ref=new_id(), by=new_id(), now=NOW)
    assert replace(db, workspace_id, PRICING).removed == ()
    assert [card.title for card in found(db, workspace_id, "Do you support Okta?")] == ["Okta"]
    theirs = PageDraft(path=page.path, title="Okta", text="Okta costs extra.")
    replaced = replace(db, workspace_id, PRICING, theirs)
    assert (replaced.overruled, replaced.changed) == ((page.path,), ())
    [card] = found(db, workspace_id, "Do you support Okta?")
    assert card.text == "Okta costs extra."
    assert replace(db, workspace_id, PRICING).removed == (page.path,)


def test_a_page_can_be_written_again_from_its_passages(db, workspace_id):
    """Headings, lists and tables come back: what is read from them is the same."""
    text = "Intro.\n\n## How?\n\n- One\n- Two\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n## Why?\n\nSo."
    draft = PageDraft(path="p", title="Page", text=text)
    again = PageDraft(path="p", title="Page", text=writing.as_markdown("Page", split(draft)))
    assert split(again) == split(draft)
