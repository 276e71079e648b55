"""What the documents name exists: links, files, make targets, commands and their options."""

import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from cli.main import app

ROOT = Path(__file__).parents[2]
FRONT = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/ARCHITECTURE.md")
FOLDER = "docs"
DECISIONS = sorted((ROOT / FOLDER / "decisions").glob("*.md"))
INNER = {str(path.relative_to(ROOT)) for path in (ROOT / FOLDER).rglob("*.md")}
DOCUMENTS = [*FRONT, *sorted(INNER.difference(FRONT))]
HEADINGS = ["Context", "Decision", "Consequences", "Alternatives"]
ARCHITECTURE_LINES = 130
KNOWN_ENDINGS = (".py", ".md", ".toml", ".lock", ".yaml", ".js", ".css", ".html", ".sh")

FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(
    r"!?\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)|<(?:img|a)\b[^>]*?(?:src|href)=\"([^\"]+)\""
)
PLACE = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
MAKE = re.compile(r"^make +([a-z][a-z-]*)")
COMMAND = re.compile(r"^(?:\S*/)?(?:salesgenix|python3? -m cli) ([a-z][a-z-]*)(.*)")
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:root|home|tmp|Users)/")
REGISTRY = re.compile(
    r"\bpypi\.(?:org|python|io)|pythonhosted\.org|registry\.npmjs|npmjs\.(?:org|com)"
    r"|registry\.yarnpkg|proxy\.golang|\bcrates\.io|anaconda\.(?:org|com)|/simple/?['\"\s]"
    r"|\bunpkg\.com|\bjsdelivr\.|\bcdnjs\.|\b(?:ghcr|quay)\.io|docker\.io|artifactory|--index-url",
    re.IGNORECASE,
)
GATES = ("tests/architecture/",)  # they spell out what they look for

each_document = pytest.mark.parametrize("document", DOCUMENTS)


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def prose_of(document: str) -> str:
    return FENCE.sub("", text_of(document))


def commands_in(document: str) -> list[str]:
    """Code spans of the prose and lines of the blocks, without prompts, settings and comments."""
    lines = SPAN.findall(prose_of(document))
    for block in FENCE.findall(text_of(document)):
        lines.extend(block.splitlines())
    plain = (re.sub(r"^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*|\s+#.*$", "", line) for line in lines)
    return [part.strip() for line in plain for part in re.split(r"&&|\||;", line)]


@cache
def tracked() -> tuple[str, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return tuple(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


@cache
def make_targets() -> frozenset[str]:
    return frozenset(re.findall(r"^([a-z][a-z-]*):(?!=)", text_of("Makefile"), re.MULTILINE))


@cache
def options_of_commands() -> dict[str, frozenset[str]]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return {
        name: frozenset({"--help"}).union(
            *([*param.opts, *param.secondary_opts] for param in command.params)
        )
        for name, command in group.commands.items()
    }


def anchors_of(path: Path) -> set[str]:
    """The names under which the headings of a page can be linked to."""
    titles = re.findall(r"^#+ +(.+?)\s*$", FENCE.sub("", path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def is_there(place: str) -> bool:
    """Whether a file, module or folder of ours, or a pattern of some, has this name."""
    if "/" not in place:  # a bare name stands for a file anywhere
        return any(Path(name).match(place) for name in tracked())
    plain = place.rstrip("/")
    return any(ROOT.glob(plain)) or (ROOT / f"{plain}.py").is_file()


@each_document
def test_a_link_leads_somewhere(document: str) -> None:
    """Each link into the repository reaches a file, and the heading it names there."""
    broken = []
    for target in (found or other for found, other in LINK.findall(prose_of(document))):
        if re.match(r"(?:https?|mailto):", target):
            continue
        place, _, anchor = target.partition("#")
        path = (ROOT / document).parent / place if place else ROOT / document
        is_inside = path.exists() and path.resolve().is_relative_to(ROOT)
        is_page = bool(anchor) and path.suffix == ".md"
        if not is_inside or (is_page and anchor not in anchors_of(path)):
            broken.append(target)
    assert broken == []


@each_document
def test_a_file_that_is_named_is_there(document: str) -> None:
    """Each path in code marks whose first part is ours, and each file name, exists."""
    rooms = {name.partition("/")[0] for name in tracked()}
    missing = []
    for span in SPAN.findall(prose_of(document)):
        place = re.split(r"::?", span)[0]
        if not PLACE.fullmatch(place):
            continue
        is_ours = (
            place.partition("/")[0] in rooms if "/" in place else place.endswith(KNOWN_ENDINGS)
        )
        if is_ours and not is_there(place):
            missing.append(span)
    assert missing == []


@each_document
def test_a_make_target_that_is_named_exists(document: str) -> None:
    """Nobody is told to make what the Makefile does not know."""
    named = {found[1] for line in commands_in(document) if (found := MAKE.match(line))}
    assert named - make_targets() == set()


@each_document
def test_a_command_that_is_named_exists(document: str) -> None:
    """Each ``salesgenix <command>`` exists and has the options it is shown with."""
    known, unknown = options_of_commands(), []
    for line in commands_in(document):
        found = COMMAND.match(line)
        if not found:
            continue
        name, rest = found.groups()
        options = set(re.findall(r"(?<!\S)--[a-z][a-z-]*", rest))
        if name not in known or options - known[name]:
            unknown.append(line)
    assert unknown == []


def test_the_architecture_is_read_in_one_sitting() -> None:
    """Two pages, no more."""
    assert len(text_of("docs/ARCHITECTURE.md").splitlines()) <= ARCHITECTURE_LINES


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_four_parts(decision: Path) -> None:
    """Why, what, what follows and what else there was, told in 30 to 70 lines."""
    text = decision.read_text()
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert 30 <= len(text.splitlines()) <= 70
    assert re.match(rf"# {int(decision.stem[:4])}\. \S", text)


def test_decisions_are_numbered_without_a_gap() -> None:
    """A number is a decision for good."""
    assert [int(path.stem[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@each_document
def test_a_document_names_no_place_on_a_machine(document: str) -> None:
    """What is written works on the reader's machine, not on the writer's."""
    assert not MACHINE_PATH.findall(text_of(document))


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is the installer's own affair."""
    naming = []
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if name.startswith(GATES) or b"\0" in content:
            continue
        found = REGISTRY.search(content.decode("utf-8", "replace"))
        if found:
            naming.append(f"{name}: {found[0]}")
    assert naming == []


@pytest.mark.parametrize(
    ("words", "check"),
    [
        ("[here](docs/nothing.md)", test_a_link_leads_somewhere),
        ("[here](#nothing)", test_a_link_leads_somewhere),
        ("in `agent/nothing.py`", test_a_file_that_is_named_is_there),
        ("in `nothing.toml`", test_a_file_that_is_named_is_there),
        ("```sh\nmake nothing  # well\n```", test_a_make_target_that_is_named_exists),
        ("`salesgenix nothing`", test_a_command_that_is_named_exists),
        ("```sh\n$ salesgenix serve --nothing\n```", test_a_command_that_is_named_exists),
        ("in /" + "home/ana/data", test_a_document_names_no_place_on_a_machine),
    ],
)
def test_a_wrong_document_is_noticed(
    words: str, check: Callable[[str], None], tmp_path: Path
) -> None:
    """Each check sees a document that is wrong in its way."""
    document = tmp_path / "page.md"
    document.write_text(f"# Page\n\n{words}\n")
    with pytest.raises(AssertionError):
        check(str(document))
