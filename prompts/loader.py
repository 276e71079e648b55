"""Loads the words: prompts in Markdown, each known by its version and digest, and fixed phrases per
language.

A prompt begins with its ``id`` and ``version`` between two lines of dashes. ``versions.yaml`` holds
the digest of every version there has been: words that change get a new one.

Templates are Jinja in a sandbox; a fact that a template names and nobody gives is an error, never
an empty gap in a sentence.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.kit.house_yaml import read_yaml

ROOM = Path(__file__).parent
FALLBACK = "en"
_HEAD = re.compile(r"---\nid: (?P<id>[a-z_]+)\nversion: (?P<version>[1-9]\d*)\n---\n")

_environment = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template; ``digest`` is the SHA-256 of the whole file, ``text`` what follows its head."""

    name: str
    text: str
    digest: str
    version: int = 0

    @property
    def reference(self) -> dict[str, str | int]:
        """How a decision names it."""
        return {"id": self.name, "version": self.version, "digest": self.digest}

    def render(self, **facts: object) -> str:
        return _template(self.text).render(**facts)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the house says in one language, several wordings to a key, each a Jinja template."""

    language: str
    digest: str
    wordings: Mapping[str, tuple[str, ...]]

    def all(self, key: str, **facts: object) -> tuple[str, ...]:
        """Every wording of a phrase, in the order of the file."""
        return tuple(_template(wording).render(**facts) for wording in self.wordings[key])

    def one(self, key: str, variant: int = 0, **facts: object) -> str:
        """One wording; ``variant`` counts on past the last one."""
        wordings = self.wordings[key]
        return _template(wordings[variant % len(wordings)]).render(**facts)


@cache
def load(name: str) -> Prompt:
    """The prompt ``prompts/<name>.md``. Raises ``NotFound``; ``Invalid`` for a wrong head."""
    written = _read(ROOM / f"{name}.md")
    head = _HEAD.match(written)
    if head is None or head["id"] != name:
        raise Invalid("prompt.head", "A prompt begins with its id and its version.", name=name)
    return Prompt(name, written[head.end() :], _digest(written), int(head["version"]))


def versions() -> dict[str, dict[int, str]]:
    """The digest of every version of every prompt there has been."""
    kept: dict[str, dict[int, str]] = read_yaml(_read(ROOM / "versions.yaml"))
    return kept


@cache
def phrases(language: str) -> Phrases:
    """The phrases of a language (``de-AT`` reads ``de``); one without a file speaks English."""
    spoken = language.lower().split("-")[0]
    if spoken not in languages():
        spoken = FALLBACK
    text = _read(ROOM / "replies" / f"{spoken}.yaml")
    declared = read_yaml(text)
    return Phrases(
        spoken,
        _digest(text),
        {key: (said,) if isinstance(said, str) else tuple(said) for key, said in declared.items()},
    )


@cache
def languages() -> tuple[str, ...]:
    """The languages there are phrases for, English first."""
    found = sorted(path.stem for path in (ROOM / "replies").glob("*.yaml"))
    return (FALLBACK, *(language for language in found if language != FALLBACK))


@cache
def _template(text: str) -> Template:
    return _environment.from_string(text)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFound("prompt.unknown", "There are no such words.", name=path.name) from None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
