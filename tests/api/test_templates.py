"""What every template keeps to."""

import hashlib
import re
from pathlib import Path

import pytest

CONSOLE = Path(__file__).parents[2] / "api" / "console"
TEMPLATES = sorted((CONSOLE / "templates").rglob("*.html"))
SCRIPTS = sorted((CONSOLE / "static" / "js").glob("*.js"))
SHEETS = sorted((CONSOLE / "static" / "css").glob("*.css"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_carries_code_or_style(path):
    """No inline script, handler or style: the page's policy would refuse it anyway."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\bon[a-z]+=|\bstyle=|javascript:|<style", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "|safe" not in text.replace("swaps|safe", "")


def test_the_sprite_has_exactly_the_icons_that_are_used():
    """No icon is missing and none is carried for nothing; the file is what was vendored."""
    code = [*TEMPLATES, *CONSOLE.rglob("*.py")]
    said = "".join(path.read_text(encoding="utf-8") for path in code)
    sprite = (CONSOLE / "static" / "icons.svg").read_text(encoding="utf-8")
    carried = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    used = {name for name in carried if f'"{name}"' in said}
    asked = set(re.findall(r'icon\("([a-z0-9-]+)"', said))
    assert (carried - used, asked - carried) == (set(), set())
    assert hashlib.sha256(sprite.encode()).hexdigest().startswith("e58001d1ee9ce9a8")
    assert "ISC License" in (CONSOLE / "static" / "LICENSE-icons.txt").read_text(encoding="utf-8")


def test_colours_stand_in_one_file():
    """Raw colours are tokens; only tints of a state made of two schemes stand elsewhere."""
    for sheet in SHEETS:
        if sheet.stem != "tokens":
            bare = re.sub(r"light-dark\([^)]*\)", "", sheet.read_text(encoding="utf-8"))
            assert not re.search(r"#[0-9a-f]{3,8}\b", bare), sheet.name


def test_scripts_never_build_code_or_markup_from_words():
    """No eval, no Function, no innerHTML but of a constant."""
    for script in SCRIPTS:
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|document\.write|insertAdjacentHTML", text)
        for value in re.findall(r"innerHTML = (.*);", text):
            assert value.startswith("'"), (script.name, value)
            assert "${" not in value
