"""A file is read whole, or its problems are named and nothing else happens."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesgenix.accounts.rules import QuietHours
from salesgenix.authority.rules import ActionKind
from salesgenix.kit.errors import NotFound
from salesgenix.kit.strict_yaml import load_yaml
from salesgenix.knowledge.rules import Audience
from salesgenix.workspaces.rules import FileInvalid, json_schema, json_schema_text, read_declaration
from salesgenix.workspaces.service import MAX_FILE_BYTES, MAX_PAGE_BYTES, read_file
from tests.salesgenix.workspaces.orchard import FILE

Write = Callable[..., Path]
SCHEMA = Path(__file__).parents[3] / "docs" / "workspace.schema.json"


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(FileInvalid) as refusal:
        read_file(path)
    assert refusal.value.facts == {"count": len(refusal.value.problems)}
    return refusal.value.problems


def test_a_good_file_is_read_as_meant(write: Write) -> None:
    """Profile, hours and pages arrive; a page that names no audience is internal."""
    declared = read_file(write())
    profile = declared.file.profile()
    assert (profile.company, profile.agent_name) == ("Orchard Tools", "Pip")
    assert profile.quiet_hours == QuietHours(start="20:00", end="08:00")
    notes, pricing = declared.pages
    assert (notes.title, notes.audience) == ("Notes for the team", Audience.INTERNAL)
    assert (pricing.title, pricing.audience) == ("Prices", Audience.PUBLIC)
    assert (pricing.valid_until, pricing.url) == (date(2027, 1, 31), "/prices")
    assert pricing.text.startswith("# Our prices")
    assert {page.language for page in declared.pages} == {"en"}


def test_orders_without_limits_of_their_own_get_the_policys(write: Write) -> None:
    """The discount ceiling, quiet hours and follow-ups are said once and hold where they matter."""
    file = read_file(write()).file
    answer, discount = (file.rule_of(order) for order in file.instructions)
    assert discount.limits.discount_ceiling_percent == 10
    assert discount.limits.above_ceiling == "ask"
    assert discount.quiet_hours is None
    assert answer.quiet_hours is not None
    assert answer.limits.follow_ups_max == 2
    assert ActionKind.MAIL_INVITATION in answer.actions


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[09:00, 12:30]", "[12:30, 09:00]", "reps[0].hours.mon[0]: ends before it starts"),
        ("[09:00, 12:30]", "[9:00, 12:30]", "reps[0].hours.mon[0][0]: '9:00' is not a time such"),
        ("[13:00, 17:00]", "[12:00, 17:00]", "reps[0].hours.mon: 12:00-17:00 overlaps 09:00-12:30"),
        ("mon:", "monday:", "reps[0].hours.monday: is not a known field; did you mean mon?"),
        ("zone: Europe/Berlin", "zone: Berlin", "zone: 'Berlin' is not an IANA time zone"),
        ("  name: Orchard Tools\n", "", "company.name: is missing"),
        ("role: owner", "role: boss", "members[0].role: must be one of: owner, admin, rep, viewer"),
        ("role: owner", "role: admin", "members: nobody has the role owner"),
        ("correct horse battery", "short", "members[0].password: must have at least 12 characters"),
        ("vic@orchard", "ANA@orchard", "members[1].email: is the same as members[0].email"),
        ("carla@acme.example", "carla", "leads[0].email: 'carla' is not a mail address"),
        ("need:", "religion:", "leads[0].facts.religion: must be one of: name, email"),
        ("[reply.send, ", "[reply.shout, ", "instructions[0].rule.actions[0]: must be one of:"),
        ("appointment.book: ask", "appointment.book: maybe",
         "instructions[0].rule.approval.appointment.book: must be one of: auto, ask, never"),
        ("key: small-discounts", "key: answer-visitors",
         "instructions[1].key: is the same as instructions[0].key"),
        ("rule: {actions: [discount.offer]}",
         "rule: {actions: [discount.offer], limits: {discount_ceiling_percent: 20}}",
         "instructions[1].rule.limits.discount_ceiling_percent: is above discount."),
        ("ceiling_percent: 10", "ceiling_percent: 110", "discount.ceiling_percent: must be at m"),
        ("ceiling_percent: 10", "ceiling_percent: ten", "discount.ceiling_percent: must be a wh"),
        ("[https://orchard", "[http://orchard", "sites[0].origins[0]: 'http://orchard.example'"),
        ("end: 2026-12-27", "end: 2026-12-23", "reps[0].busy[1]: ends before it starts"),
        ('{en: "I am', '{fr: "I am', "agent.disclosure.fr: the agent does not speak"),
        ("knowledge: pages", "knowledge: ../..", "knowledge: must lie beside this file"),
        ("knowledge: pages", "knowledge: none", "knowledge: there is no folder 'none' here"),
        ("workspace: orchard", "workspace: Orchard Tools", "workspace: must be written like"),
        ("zone: Europe/Berlin", "zone: *x", "line 10, column 7: an alias is not"),
        ("zone: Europe/Berlin", "zone: 12", "zone: must be text; put it in quotes"),
        ("members:", "member:", "member: is not a known field; did you mean members?"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(write: Write, old: str, new: str, problem: str) -> None:
    """The path of the field and plain words about what is wrong with it."""
    found = problems(write((old, new)))
    assert any(line.startswith(problem) for line in found), found


def test_all_problems_are_named_at_once(write: Write) -> None:
    """Nobody mends a file one error at a time."""
    found = problems(write(("role: viewer", "role: boss"), ("gap_hours: 48", "gap_hours: 0")))
    assert [line.split(":")[0] for line in found] == ["follow_ups.gap_hours", "members[1].role"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("---\naudience: all\n---\nx", "pages/p.md: audience: must be one of: public, internal"),
        ("---\nvalid_until: soon\n---\nx", "pages/p.md: valid_until: "),
        ("---\nowner: Ana\n---\nx", "pages/p.md: owner: is not a known field"),
        ("---\n- a\n---\nx", "pages/p.md: the file: must be a block of fields"),
        ("---\naudience: public\nx", "pages/p.md: the front matter does not end"),
        ("---\naudience: public\n---\n", "pages/p.md: has no text"),
        ("x" * (MAX_PAGE_BYTES + 1), "pages/p.md: is larger than 256,000 bytes"),
    ],
)
def test_a_wrong_page_is_named(write: Write, text: str, problem: str) -> None:
    """A page that cannot be used stops the file: better than an agent that lacks it silently."""
    assert problems(write(pages={"p.md": text}))[0].startswith(problem)


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict | list):
        names = value if isinstance(value, dict) else range(len(value))
        for name in names:
            yield from spots(value[name], (*path, name))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3)
    ),
    max_leaves=5,
)
GOOD = load_yaml(dedent(FILE))


@settings(max_examples=300, deadline=None)
@given(path=st.sampled_from(list(spots(GOOD))), value=VALUES)
def test_whatever_stands_anywhere_is_accepted_or_named(path: tuple[Any, ...], value: Any) -> None:
    """Any value in any place gives a file or problems in one line each; never anything else."""
    file, found = read_declaration(replaced(GOOD, path, value))
    assert (file is None) == bool(found)
    assert all(re.fullmatch(r"[^\n]+: ?[^\n]+", line) for line in found), found
    if file is not None:
        assert all(file.rule_of(order) for order in file.instructions)
        assert file.profile().company


def test_pages_in_folders_below_are_read(write: Write) -> None:
    """A page's path names it, with forward slashes."""
    declared = read_file(write(pages={"a/b.md": "text", "c.md": "text"}))
    assert [page.path for page in declared.pages] == ["a/b.md", "c.md"]


def test_a_page_may_not_lead_out_of_the_folder(write: Write, tmp_path: Path) -> None:
    """A symbolic link cannot bring in a file from elsewhere."""
    (tmp_path / "secret.md").write_text("secret")
    path = write()
    (path.parent / "pages" / "link.md").symlink_to(tmp_path / "secret.md")
    assert problems(path) == ("pages/link.md: leads out of the folder",)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff\xfe\x00binary", "is not text in UTF-8"),
        (b"#" * (MAX_FILE_BYTES + 1), "is larger than 1,000,000 bytes"),
        (b"", "the file must be a block of fields"),
        (b"- a\n- b\n", "the file must be a block of fields"),
        (b"1: 2\n", "workspace: is missing"),
    ],
    ids=["binary", "huge", "empty", "list", "number"],
)
def test_what_is_no_workspace_file_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    """Binary, huge, empty or something else: one clear line."""
    path = tmp_path / "workspace.yaml"
    path.write_bytes(content)
    assert problems(path)[0].startswith(problem)


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(NotFound, match=r"nowhere\.yaml"):
        read_file(tmp_path / "nowhere.yaml")


def test_the_schema_for_editors_is_current() -> None:
    """docs/workspace.schema.json is what the code says. To write it anew, from the root:

    python -c "from salesgenix.workspaces.rules import json_schema_text as t; print(t(), end='')"
    """
    assert SCHEMA.read_text() == json_schema_text()


def test_the_schema_accepts_a_good_file_and_no_other(write: Write) -> None:
    """An editor that follows the schema sees what the product sees."""
    validator = jsonschema.Draft202012Validator(json_schema())
    good = json.loads(json.dumps(load_yaml(write().read_text()), default=str))
    validator.validate(good)
    for block, field, value in (("agent", "temperature", 2), ("discount", "above", "sometimes")):
        assert not validator.is_valid(good | {block: good[block] | {field: value}})
