"""The database is made as the file says, once, and follows it when it changes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from guardrails.policy import Refusal, tightened
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Role
from salesgenix.appointments.models import BusyTime
from salesgenix.db import Database
from salesgenix.instructions import service as instructions
from salesgenix.knowledge import service as knowledge
from salesgenix.leads import service as leads
from salesgenix.screening import service as screening
from salesgenix.screening.rules import TermKind
from salesgenix.screening.service import NewTerm
from salesgenix.workspaces.rules import FileInvalid
from salesgenix.workspaces.service import AppliedCard, apply, read_file

Write = Callable[..., Path]


def applied(db: Database, path: Path, now: datetime) -> AppliedCard:
    with db.writing() as session:
        return apply(session, read_file(path), now=now)


@pytest.fixture
def workspace(db: Database, write: Write, now: datetime) -> UUID:
    return applied(db, write(), now).workspace_id


def test_everything_that_is_declared_is_there(
    database_url: str, open_database: Callable[[str], Database], write: Write, now: datetime
) -> None:
    """One apply makes the whole workspace, and says so; the second changes nothing, on both."""
    db = open_database(database_url)
    first = applied(db, write(), now)
    assert first.changes == [
        "workspace orchard: created",
        "member ana@orchard.example: added as owner",
        "member vic@orchard.example: added as viewer",
        "member ben@orchard.example: added as rep",
        "member ben@orchard.example: changed busy times",
        "site pk_orchard: added",
        "page notes.md: added",
        "page pricing.md: added",
        "instruction answer-visitors: issued",
        "instruction small-discounts: issued",
        "lead carla@acme.example: added",
    ]
    later = now + timedelta(days=1)
    assert applied(db, write(), later) == AppliedCard(first.workspace_id, [])


def test_people_can_work_as_declared(db: Database, workspace: UUID, now: datetime) -> None:
    """The owner signs in with the file's password; the rep has hours in the workspace's zone."""
    with db.writing() as session:
        _, ana = accounts.sign_in(session, "ana@orchard.example", "correct horse battery", now=now)
        ben = accounts.member_of_email(session, workspace, "ben@orchard.example")
        busy = session.exec(select(BusyTime).order_by(BusyTime.starts_at)).all()
    assert ana.role is Role.OWNER
    assert ben is not None
    assert (ben.zone, ben.takes_meetings) == ("Europe/Berlin", True)
    assert ben.hours["thu"] == [["09:00", "17:00"]]
    assert [(row.starts_at, row.ends_at) for row in busy] == [
        (datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2026, 11, 26, 13, tzinfo=UTC)),
        (datetime(2026, 12, 23, 23, tzinfo=UTC), datetime(2026, 12, 26, 23, tzinfo=UTC)),
    ]


def test_prospects_are_told_public_pages_only(db: Database, workspace: UUID, now: datetime) -> None:
    """The page without an audience is not found on a prospect's behalf."""
    with db.reading() as session:
        found = knowledge.search(session, workspace, "price EUR", now=now)
    assert {passage.path for passage in found} == {"pricing.md"}


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("name: Pip", "name: Pia", ["workspace orchard: changed agent_name"]),
        ("ceiling_percent: 10", "ceiling_percent: 5",
         ["workspace orchard: changed discount", "instruction small-discounts: changed"]),
        ("role: viewer", "role: admin", ["member vic@orchard.example: changed role"]),
        ("thu: [[09:00", "fri: [[09:00", ["member ben@orchard.example: changed hours"]),
        ("battery}", "staple}", ["member ana@orchard.example: changed password"]),
        ("T14:00}", "T15:00}", ["member ben@orchard.example: changed busy times"]),
        ("{name: Vic, email: vic", "{name: Val, email: val",
         ["member val@orchard.example: added as viewer",
          "member vic@orchard.example: deactivated"]),
        ("[https://orchard.example]", "[]", ["site pk_orchard: changed origins"]),
        ("pk_orchard", "pk_meadow", ["site pk_meadow: added", "site pk_orchard: revoked"]),
        ("key: small-discounts", "key: discounts",
         ["instruction discounts: issued", "instruction small-discounts: revoked"]),
        ("up to ten percent", "a little", ["instruction small-discounts: changed"]),
        ("company: Acme", "company: Acme Inc", ["lead carla@acme.example: changed company"]),
    ],
)  # fmt: skip
def test_a_changed_file_changes_just_that(
    db: Database, write: Write, workspace: UUID, now: datetime, old: str, new: str,
    changes: list[str],
) -> None:  # fmt: skip
    """Rows are changed in place, and a second apply finds nothing more to do."""
    card = applied(db, write((old, new)), now)
    assert card == AppliedCard(workspace, changes)
    assert applied(db, write((old, new)), now).changes == []


def test_pages_follow_the_folder(
    db: Database, write: Write, workspace: UUID, now: datetime
) -> None:
    """Added, changed and removed pages are told apart."""
    card = applied(db, write(pages={"notes.md": "# New notes\n\nText.", "faq.md": "Text."}), now)
    assert card.changes == ["page faq.md: added", "page notes.md: changed",
                            "page pricing.md: removed"]  # fmt: skip


def test_an_order_that_comes_back_is_in_force_again(
    db: Database, write: Write, workspace: UUID, now: datetime
) -> None:
    """What the file dropped and names again is issued anew; the listing keeps the whole story."""
    renamed = ("key: small-discounts", "key: discounts")
    applied(db, write(renamed), now)
    applied(db, write(), now + timedelta(hours=1))
    with db.reading() as session:
        rules = instructions.active_rules(session, workspace, now=now + timedelta(hours=2))
    assert sorted(rule.key for rule in rules) == ["answer-visitors", "small-discounts"]


def test_an_order_revoked_in_the_console_stays_revoked(
    db: Database, write: Write, workspace: UUID, now: datetime
) -> None:
    """Starting the product again with the same file does not undo what the owner did since."""
    with db.writing() as session:
        orders = instructions.listing(session, workspace, now=now)
        order = next(card for card in orders if card.key == "small-discounts")
        instructions.revoke(session, workspace, order.id, by=None, now=now)
    assert applied(db, write(), now).changes == []
    with db.reading() as session:
        rules = instructions.active_rules(session, workspace, now=now)
    assert [rule.key for rule in rules] == ["answer-visitors"]


def test_a_rule_names_people_as_the_file_does(
    db: Database, write: Write, workspace: UUID, now: datetime
) -> None:
    """By address or by name; whom it means is settled when the file is applied."""
    with db.reading() as session:
        known = accounts.members(session, workspace)
    ben = next(person for person in known if person.takes_meetings)
    for name in (ben.email.upper(), ben.name):
        order = (
            "  - key: small-discounts",
            "  - key: demos\n"
            "    words: Book demos, Monday to Thursday, never before ten.\n"
            "    rule:\n"
            "      actions: [appointment.book]\n"
            "      effect: bound\n"
            "      calendar:\n"
            f"        members: ['{name}']\n"
            "        weekdays: [mon, tue, wed, thu]\n"
            "        start: '10:00'\n"
            "  - key: small-discounts",
        )
        applied(db, write(order), now)
        with db.reading() as session:
            rules = instructions.active_rules(session, workspace, now=now)
        rule = next(active.rule for active in rules if active.key == "demos")
        assert rule.calendar.members == {ben.id}
        assert rule.limits.discount_ceiling_percent is None
        assert applied(db, write(order), now).changes == []


def test_the_person_outweighs_the_file(
    db: Database, write: Write, workspace: UUID, now: datetime
) -> None:
    """What a lead has said themselves is not overwritten by the seed they came with."""
    with db.writing() as session:
        carla = leads.find_by_email(session, workspace, "carla@acme.example")
        assert carla is not None
        leads.learn(
            session, workspace, carla.id, "company",
            value="Acme GmbH", quote="we are Acme GmbH", source="message:4", now=now,
        )  # fmt: skip
    assert applied(db, write(("company: Acme", "company: Acme Inc")), now).changes == []
    with db.reading() as session:
        assert leads.card(session, workspace, carla.id).company == "Acme GmbH"


def test_a_lead_that_leaves_the_file_stays(
    db: Database, write: Write, workspace: UUID, now: datetime
) -> None:
    """People are not deleted by editing a list; the declared facts carry the file as source."""
    card = applied(db, write(("carla@acme.example", "cleo@acme.example")), now)
    assert card.changes == ["lead cleo@acme.example: added"]
    with db.reading() as session:
        people = leads.listing(session, workspace)
    assert {person.email for person in people} == {"carla@acme.example", "cleo@acme.example"}
    assert {fact.source for person in people for fact in person.facts} == {"file:leads"}


def test_a_file_that_cannot_be_applied_changes_nothing(
    db: Database, write: Write, workspace: UUID, now: datetime
) -> None:
    """Another workspace has the site key: the field is named and nothing of the rest is done."""
    with pytest.raises(FileInvalid) as refusal:
        applied(db, write(("workspace: orchard", "workspace: meadow")), now)
    assert refusal.value.problems[0].startswith("sites[0].key: ")
    with db.reading() as session:
        assert [card.slug for card in accounts.workspaces(session)] == ["orchard"]


def test_ownership_can_pass_from_one_to_another(
    db: Database, write: Write, workspace: UUID, now: datetime
) -> None:
    """The new owner is there before the old one steps back, whatever the order in the file."""
    swapped = write(("role: owner", "role: admin"), ("role: viewer", "role: owner"))
    assert applied(db, swapped, now).changes == [
        "member vic@orchard.example: changed role",
        "member ana@orchard.example: changed role",
    ]


def test_the_demo_company_is_such_a_file(db: Database, now: datetime) -> None:
    """What ships as the demo is read without a problem and applied in one go."""
    demo = Path(__file__).parents[3] / "demo" / "workspace.yaml"
    assert applied(db, demo, now).changes
    assert applied(db, demo, now).changes == []


GUARD = """
guardrails:
  tighten:
    CARD: {prospect_to_model: block}
    EMAIL: {prospect_to_model: allow}
  allow: [Growth Plan, {words: Madison, kind: PERSON}]
  deny: [Blue Heron]
  phone_regions: [US, SG]
"""


def test_guard_settings_follow_the_file(db: Database, write: Write, now: datetime) -> None:
    """Cells, words and regions are as declared; what leaves the file goes, what the console set
    stays, and no word is quoted in what is said about it.
    """
    path = write()
    plain = path.read_text()
    path.write_text(plain + GUARD)
    first = applied(db, path, now)
    said = [change for change in first.changes if change.startswith("guardrails")]
    assert said == [
        "guardrails CARD prospect_to_model: block",
        "guardrails EMAIL prospect_to_model: allow",
        "guardrails allow: added 2",
        "guardrails deny: added 1",
    ]
    assert applied(db, path, now).changes == []
    with db.writing() as session:
        profile = accounts.profile_of(session, first.workspace_id).profile
        assert profile.phone_regions == ["US", "SG"]
        screening.add_term(
            session, first.workspace_id, NewTerm(TermKind.DENY, "Red Kite"), by=None, now=now
        )
        settled = tightened(
            (cell.entity, cell.direction, cell.treatment)
            for cell in screening.cells(session, first.workspace_id)
        )
    assert [why for _, why in settled.refused] == [Refusal.FIXED]
    path.write_text(plain)
    assert {change for change in applied(db, path, now).changes if "guardrails" in change} == {
        "guardrails CARD prospect_to_model: as by default",
        "guardrails EMAIL prospect_to_model: as by default",
        "guardrails allow: removed 2",
        "guardrails deny: removed 1",
    }
    with db.reading() as session:
        left = screening.terms(session, first.workspace_id)
    assert [term.words for term in left] == ["Red Kite"]


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ("tighten: {CARDS: {logs: block}}", "guardrails.tighten.CARDS"),
        ("tighten: {CARD: {logs: burn}}", "must be one of"),
        ("allow: [4111 1111 1111 1111]", "guardrails.allow[0]: This looks like a card"),
        ("deny: [Blue Heron, blue-heron]", "guardrails.deny[1]: stands in guardrails.deny[0]"),
        ("deny: [{words: Blue Heron, kind: MINOR_AGE}]", "guardrails.deny[0]: There is no such"),
        ("phone_regions: [Germany]", "guardrails.phone_regions[0]"),
    ],
)
def test_a_wrong_guard_section_names_the_place(write: Write, section: str, problem: str) -> None:
    """Each mistake has one line that says where it is and what is wrong."""
    path = write()
    path.write_text(path.read_text() + f"\nguardrails:\n  {section}\n")
    with pytest.raises(FileInvalid) as wrong:
        read_file(path)
    assert any(problem in line for line in wrong.value.problems), wrong.value.problems
