"""The table in ``docs/policy.md`` covers the whole policy and says nothing that is not there."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "policy.md"
NAMED = re.compile(r"`([^`]+)`")
STATES = {"kept", "partly", "later"}
# The policy's own headings, in its order.
CLAUSES = {
    "0": "Welcome",
    "1": "General information",
    "2": "How we obtain your consent",
    "3.1": "Personal data",
    "3.2": "Registration and login data",
    "3.3": "Payment data",
    "3.4": "Usage data",
    "3.5": "Data automatically collected by the platform and website",
    "3.6": "Analytical data",
    "3.7": "Contact and communications data",
    "3.8": "Potential customer and final customer data",
    "3.9": "Other data categories",
    "4": "How long we keep your data",
    "5.1": "Use of personal data",
    "5.2": "Use of registration and login data",
    "5.3": "Use of payment data",
    "5.4": "Use of usage data",
    "5.5": "Use of automatically collected data",
    "5.6": "Use of analytical data",
    "5.7": "Use of contact and communications data",
    "5.8": "Use of data from potential and final customers",
    "5.9": "Use of other categories",
    "6": "Collection and processing of user customer data",
    "7": "How we share information",
    "8": "Protecting your information",
    "9": "Data breach notifications",
    "10": "International data transfer",
    "11": "Rights",
    "12": "Children's online privacy protection",
    "13": "Third parties",
    "14": "Changes to privacy policy",
    "15": "Contact us",
}


@dataclass(frozen=True)
class Row:
    clause: str
    promise: str
    code: tuple[str, ...]
    tests: tuple[str, ...]
    state: str
    note: str


def rows() -> list[Row]:
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    found = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert len(cells) == 6, line
        clause, promise, code, tests, state, note = cells
        named = tuple(NAMED.findall(code)), tuple(NAMED.findall(tests))
        found.append(Row(clause, promise, *named, state, note))
    return found


@cache
def names_in(path: Path) -> frozenset[str]:
    """Every function, class and assigned name, wherever in the file it stands."""
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return frozenset(names)


def test_every_clause_has_a_row() -> None:
    """No clause is left out, none is invented, and they stand in the policy's order."""
    clauses = [row.clause for row in rows()]
    assert set(clauses) == set(CLAUSES)
    assert list(Counter(clauses)) == list(CLAUSES)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.clause}-{row.promise[:30]}")
def test_a_row_names_what_exists(row: Row) -> None:
    """Files, names and tests are there; a state is one of three; later means nothing yet."""
    assert row.state in STATES
    for named in (*row.code, *row.tests):
        path, _, name = named.partition("::")
        assert (ROOT / path).is_file(), named
        assert name in names_in(ROOT / path), named
    assert all(
        test.startswith("tests/") and test.partition("::")[2].startswith("test_")
        for test in row.tests
    )
    assert bool(row.code) == bool(row.tests) == (row.state != "later")


def test_what_is_partly_kept_says_what_is_missing() -> None:
    """A reader sees from the note how far a partly kept promise goes."""
    assert [row.promise for row in rows() if row.state == "partly" and not row.note] == []
