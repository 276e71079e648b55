"""The table in docs/policy.md names every clause of the policy, and nothing that is not there."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLAUSES = (
    [str(number) for number in range(1, 16)]
    + [f"3.{number}" for number in range(1, 10)]
    + [f"5.{number}" for number in range(1, 10)]
)
STATES = ("kept", "partly", "later")
SPAN = re.compile(r"`([^`]+)`")
DASH = "—"


@dataclass(frozen=True, slots=True)
class Row:
    clause: str
    promise: str
    code: str
    tests: str
    state: str
    missing: str

    @property
    def code_names(self) -> list[str]:
        return SPAN.findall(self.code)

    @property
    def test_names(self) -> list[str]:
        return SPAN.findall(self.tests)


def rows() -> list[Row]:
    """Every row of both tables; a line of another shape is an error."""
    found = []
    for line in (ROOT / "docs/policy.md").read_text().splitlines():
        if not line.startswith("| `"):
            continue
        clause, promise, code, tests, state = (cell.strip() for cell in line.strip("|").split("|"))
        word, _, missing = state.partition(":")
        found.append(Row(clause.strip("`"), promise, code, tests, word, missing.strip()))
    return found


ROWS = rows()
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.clause)


@cache
def defined_in(path: Path) -> frozenset[str]:
    """Functions and classes of a module, methods as ``Class.method``."""
    names: set[str] = set()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, kinds):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            inner = (child for child in node.body if isinstance(child, kinds))
            names.update(f"{node.name}.{child.name}" for child in inner)
    return frozenset(names)


def problem_of(reference: str, *, separator: str) -> str | None:
    """Why ``path`` or ``path<separator>name`` leads nowhere; None when it does not."""
    place, _, name = reference.partition(separator)
    path = ROOT / place
    if not path.is_file():
        return f"{place} is not there"
    if name and name not in defined_in(path):
        return f"{place} does not define {name}"
    if reference.endswith(separator):
        return f"{reference} names nothing"
    return None


def test_every_clause_stands_in_the_table_once() -> None:
    """No clause of the policy is left out, told twice or invented."""
    numbered = [row.clause for row in ROWS if not re.fullmatch(r"L\d+", row.clause)]
    assert Counter(numbered) == Counter(CLAUSES)
    others = [row.clause for row in ROWS if row.clause not in CLAUSES]
    assert len(others) == len(set(others))


@each_row
def test_every_place_in_the_code_exists(row: Row) -> None:
    """A file that is named is there and defines what it is named for."""
    assert row.code_names or row.code == DASH
    problems = [problem_of(name, separator=":") for name in row.code_names]
    assert [problem for problem in problems if problem] == []


@each_row
def test_every_named_test_exists(row: Row) -> None:
    """A test that is named can be run under that name."""
    assert row.test_names or row.tests == DASH
    assert all(name.startswith("tests/") for name in row.test_names)
    problems = [problem_of(name, separator="::") for name in row.test_names]
    assert [problem for problem in problems if problem] == []


@each_row
def test_the_state_says_what_is_missing(row: Row) -> None:
    """A kept promise has code and a test to show; any other says what it lacks."""
    assert row.state in STATES
    assert row.promise
    if row.state == "kept":
        assert row.code_names
        assert any("::test_" in name for name in row.test_names)
        assert not row.missing
    else:
        assert row.missing
    if row.state == "partly":
        assert row.code_names
        assert row.test_names


def test_a_name_that_leads_nowhere_is_noticed() -> None:
    """The check itself sees a missing file, function and test."""
    here = "tests/architecture/test_policy.py"
    assert (
        problem_of(f"{here}::{test_the_state_says_what_is_missing.__name__}", separator="::")
        is None
    )
    assert problem_of(f"{here}:Row.code_names", separator=":") is None
    assert problem_of(f"{here}:nothing", separator=":")
    assert problem_of("salesgenix/nothing.py", separator=":")
    assert problem_of(f"{here}::", separator="::")
