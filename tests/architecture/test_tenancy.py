"""No query can reach another workspace's rows by forgetting to say whose it means."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Table
from sqlmodel import SQLModel

from migrations import tables

BUSINESS = Path(__file__).parents[2] / "salesgenix"
STATEMENTS = frozenset({"select", "update", "delete", "get", "join", "select_from"})

BEGINNING = ["session", "workspace_id"]

# Tables that belong to no workspace, and why.
SHARED_TABLES = {
    "platform_stop": "it stops the whole installation",
    "workspace": "it is the workspace",
    "journal_mark": "one number: how far the whole database has followed its journal",
    "signing_key": "one installation signs all its logs with one key",
    "sign_in_failure": "an address is counted before anybody knows whose it is; no name, no text",
    "leadership": "one process of an installation keeps the clock for all",
}
# Functions that look across workspaces, and why. What a stranger may name is never looked up so.
BY_SECRET = "an unguessable secret names the row, and the row names the workspace"
BY_CLOCK = "the worker's round over all workspaces; it hands out references only"
BY_QUEUE = "the identifier comes from the house's own queue, never from a request"
ACROSS_WORKSPACES = {
    "accounts.repository.members_signing_in_as": "before signing in no workspace is known",
    "accounts.repository.sign_in_by_token": BY_SECRET,
    "appointments.repository.link_by_digest": BY_SECRET,
    "appointments.repository.booked_within": BY_CLOCK,
    "outbox.repository.with_due": "it names the workspaces that something is due in",
    "outbox.repository.end": "a lease names the rows; the workspaces are said beside",
    "outbox.repository.still_held": "a lease names the rows",
    "outbox.repository.release": "what a dead process held, whoever's it is",
    "outbox.repository.forget": "what is long over, whoever's it was",
    "calendars.repository.account_by_grant": BY_SECRET,
    "calendars.repository.every_account": "what is due is looked for in all workspaces",
    "accounts.repository.site_by_key": "the public key of a site names its workspace",
    "accounts.repository.is_key_used": "a site key is unique in the installation; says yes or no",
    "actions.repository.due": BY_CLOCK,
    "actions.repository.run_out": BY_CLOCK,
    "actions.repository.stale": BY_CLOCK,
    "actions.repository.without_order": BY_CLOCK,
    "appointments.repository.workspaces_with_run_out_holds": BY_CLOCK,
    "appointments.repository.workspaces_with_waiting": BY_CLOCK,
    "checkpoints.repository.states": BY_CLOCK,
    "conversations.repository.visitor": BY_SECRET,
    "conversations.repository.workspaces_with_people_waiting": BY_CLOCK,
    "exports.repository.by_link": BY_SECRET,
    "mailboxes.repository.by_unsubscription": BY_SECRET,
    "mailboxes.repository.to_read": BY_CLOCK,
    "privacy.repository.request_of_token": BY_SECRET,
    "exports.repository.due": BY_CLOCK,
    "exports.repository.run_out": BY_CLOCK,
    "erasures.repository.by_id": BY_QUEUE,
    "erasures.repository.due": BY_CLOCK,
    "erasures.repository.unfinished": BY_CLOCK,
    "simulations.repository.lost": BY_CLOCK,
    "simulations.repository.oldest_waiting": BY_CLOCK,
    "turns.repository.claim_turn": BY_QUEUE,
    "turns.repository.end_turn": BY_QUEUE,
    "turns.repository.waiting_turns": BY_CLOCK,
}


def table_classes() -> frozenset[str]:
    tables()
    mappers = SQLModel._sa_registry.mappers
    return frozenset(
        mapper.class_.__name__ for mapper in mappers if str(mapper.local_table) not in SHARED_TABLES
    )


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted(BUSINESS.rglob("*.py")):
        module = ".".join(path.relative_to(BUSINESS).with_suffix("").parts)
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                yield f"{module}.{node.name}", node


def queried(function: ast.FunctionDef, classes: frozenset[str]) -> set[str]:
    """The workspace tables that the function's statements read or change."""
    return {
        name.id
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and _name(call.func) in STATEMENTS
        for argument in call.args
        for name in ast.walk(argument)
        if isinstance(name, ast.Name) and name.id in classes
    }


def filtered(function: ast.FunctionDef) -> set[str]:
    """The tables whose ``workspace_id`` the function compares with its own ``workspace_id``."""
    found = set[str]()
    for comparison in ast.walk(function):
        if isinstance(comparison, ast.Compare):
            parts = [*ast.walk(comparison)]
            if any(isinstance(part, ast.Name) and part.id == "workspace_id" for part in parts):
                found |= {
                    part.value.id
                    for part in parts
                    if isinstance(part, ast.Attribute)
                    and part.attr == "workspace_id"
                    and isinstance(part.value, ast.Name)
                }
    return found


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]


def unguarded() -> dict[str, str]:
    classes = table_classes()
    found = {}
    for name, function in functions():
        missing = queried(function, classes) - filtered(function)
        if missing:
            found[name] = f"does not say whose {', '.join(sorted(missing))}"
        elif queried(function, classes) and _parameters(function)[:2] != BEGINNING:
            found[name] = "does not begin with (session, workspace_id, …)"
    return found


@pytest.mark.parametrize("table", tables().sorted_tables, ids=lambda table: table.name)
def test_every_table_says_whose_its_rows_are(table: Table) -> None:
    """Each business table has a ``workspace_id`` that refers to a workspace and cannot be empty."""
    column = table.columns.get("workspace_id")
    if table.name in SHARED_TABLES:
        assert column is None
        return
    assert not column.nullable
    assert [key.target_fullname for key in column.foreign_keys] == ["workspace.id"]


def test_every_query_says_whose_rows_it_means() -> None:
    """A statement on a workspace's table compares its ``workspace_id``, or is listed, with why."""
    found = unguarded()
    assert {name: why for name, why in found.items() if name not in ACROSS_WORKSPACES} == {}


def test_the_list_of_exceptions_is_current() -> None:
    """An exception that no longer is one leaves the list."""
    assert set(ACROSS_WORKSPACES) <= set(unguarded())


@pytest.mark.parametrize(
    ("body", "is_guarded"),
    [
        ("session.exec(select(Lead).where(Lead.workspace_id == workspace_id))", True),
        ("session.exec(update(Lead).where(col(Lead.workspace_id) == workspace_id))", True),
        ("session.exec(select(Lead).where(Lead.id == lead_id))", False),
        ("session.get(Lead, lead_id)", False),
        ("session.exec(delete(Lead))", False),
        ("session.exec(select(Lead).where(Member.workspace_id == workspace_id))", False),
        ("session.exec(select(Lead).where(Lead.workspace_id == row.workspace_id))", False),
    ],
)
def test_the_walk_sees_what_it_should(body: str, *, is_guarded: bool) -> None:
    """The check itself tells a guarded query from a careless one."""
    function = ast.parse(f"def find(session, workspace_id, lead_id):\n    return {body}").body[0]
    assert isinstance(function, ast.FunctionDef)
    classes = frozenset({"Lead", "Member"})
    assert (queried(function, classes) <= filtered(function)) is is_guarded
