"""Nothing grows past what a reader can hold."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAX_LINES = 500
MAX_FUNCTION_LINES = 60
EXEMPT = ("migrations/versions/", "/vendor/")


def tracked(*endings: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    return [
        ROOT / name
        for name in listed
        if name.endswith(endings)
        and not any(part in name for part in EXEMPT)
        and (ROOT / name).exists()
    ]


def test_no_file_is_longer_than_500_lines() -> None:
    """Every source file fits the house's limit."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked(".py", ".js", ".css", ".html")
        if (lines := len(path.read_text().splitlines())) > MAX_LINES
    }
    assert not long


def test_no_function_is_longer_than_60_lines() -> None:
    """Every function fits on one screen."""
    long = []
    for path in tracked(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MAX_FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {lines}")
    assert not long


@pytest.mark.parametrize(
    "word", ["utils", "helpers", "common", "core", "lib", "services", "schemas", "manager"]
)
def test_no_folder_or_module_is_a_drawer(word: str) -> None:
    """Every place has a name that says what is in it."""
    assert not [
        str(path.relative_to(ROOT))
        for path in tracked(".py")
        if word in {*path.relative_to(ROOT).parts[:-1], path.stem}
    ]
