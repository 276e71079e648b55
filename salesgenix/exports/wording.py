"""What an export says, in each language of the product (``words/<language>.yaml``)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from salesgenix.kit.strict_yaml import load_yaml

FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's texts. Those with ``{company}`` or ``{count}`` in them have gaps to fill."""

    marks: dict[str, str]
    titles: dict[str, str]
    intro: dict[str, str]
    labels: dict[str, str]
    automation: dict[str, str]
    figures: dict[str, str]
    sections: dict[str, str]
    many: str
    per_day: str
    telling: str
    none: str
    no_orders: str
    no_facts: str
    logic: list[str]
    orders: str
    recipients: list[str]
    retention: list[str]
    rights: list[str]
    answer: str
    authority: str
    care: str
    verify: list[str]
    fields: dict[str, str]
    sources: dict[str, str]
    readme: dict[str, str]
    files: dict[str, str]


@cache
def words(language: str) -> Words:
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    return Words(**load_yaml(text))


def readme(language: str, company: str, names: list[str]) -> str:
    """The README: what each of the archive's files is."""
    said = words(language)
    width = max(len(name) for name in names)
    lines = [f"{name:<{width}}  {said.files[name]}" for name in names if name in said.files]
    intro = said.readme["intro"].format(company=company)
    return "\n".join([intro, "", *lines, "", said.readme["check"], ""])
