"""A draft as its owner reads it: every sentence with what becomes of it, and judged examples."""

from dataclasses import dataclass

from api.console import words
from api.console.views.instructions import KINDS
from api.console.views.sketch import Sketch
from salesgenix.drafts.rules import Standing
from salesgenix.drafts.service import DraftCard, SentenceCard

STANDINGS = {
    Standing.ENFORCED: ("Enforced", "ok", "check"),
    Standing.FLOOR: ("Holds anyway", "info", "shield-check"),
    Standing.REFUSED: ("Refused", "danger", "ban"),
    Standing.UNENFORCED: ("Told, not enforced", "warn", "triangle-alert"),
    Standing.UNCLEAR: ("Unclear", "warn", "circle-help"),
}
WARNINGS = {
    "Told, not enforced": "“{text}” is told to the agent, and nothing can hold it to it. {why}",
    "Refused": "“{text}” will not be followed. {why}",
    "Unclear": "“{about}” is unclear, so that is not enforced. {why}",
}
OUTCOMES = {
    "allowed": ("Allowed", "ok"),
    "needs_approval": ("Asks you", "warn"),
    "denied": ("Refused", "danger"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceLine:
    """``about`` are the unclear words, with the rest of the sentence before and after them."""

    text: str
    said: tuple[str, str, str]
    means: tuple[str, ...]
    why: str
    before: str = ""
    about: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ExampleLine:
    what: str
    said: tuple[str, str]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    sentences: tuple[SentenceLine, ...] = ()
    parts: tuple[str, ...] = ()
    examples: tuple[ExampleLine, ...] = ()
    lacks_end: bool = False
    by_hand: bool = False
    by_model: bool = False
    key: str = ""
    kind: str = ""


def view_of(card: DraftCard | None, sketch: Sketch) -> DraftView:
    if card is None:
        return DraftView()
    return DraftView(
        sentences=tuple(_sentence(sketch.words, one, card) for one in card.sentences),
        parts=card.parts,
        key=card.key,
        kind=KINDS.get(card.kind, card.kind),
        examples=tuple(
            ExampleLine(one.text, OUTCOMES.get(one.outcome, words.outcome(one.outcome)), one.why)
            for one in card.examples
        ),
        lacks_end=card.lacks_end,
        by_hand=sketch.is_tuned,
        by_model=sketch.drafted_by == "model" and not sketch.is_tuned,
    )


def warnings_of(view: DraftView) -> list[str]:
    """What of the words nothing will hold the agent to: said once more before it is signed."""
    return [
        WARNINGS[one.said[0]].format(text=one.text, about=one.about or one.text, why=one.why)
        for one in view.sentences
        if one.said[0] in WARNINGS
    ]


def _sentence(text: str, one: SentenceCard, card: DraftCard) -> SentenceLine:
    said = text[one.start : one.end].strip(" ,;\n")
    before, about, after = said.partition(one.about) if one.about else (said, "", "")
    return SentenceLine(
        text=said,
        said=STANDINGS[one.standing],
        means=tuple(card.parts[index] for index in one.parts if index < len(card.parts)),
        why=one.why,
        before=before,
        about=about,
        after=after,
    )
