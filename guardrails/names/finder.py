"""Names by two sources in one reading: cues and known given names, and the trained tagger.

The tagger finds most; a cue finds what it has never seen, and knows whose name it is. Where the
tagger is as good as certain that a doubtful cue is wrong ("Hi Support"), the cue gives way.
"""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span
from guardrails.names import cues
from guardrails.names.features import GIVEN, NEVER, SURNAME, Words
from guardrails.names.tagger import Tagger
from guardrails.text.words import words_of

_UNBELIEVABLE = 0.1  # under this a doubtful cue is dropped
_UNHEARD_OF = 0.02  # and a likely one under this
_ACCEPTED = 0.5  # the score from which a message on its way in is masked
_INWARD_ONLY = 0.69  # what a reply must not lose words for
_RARE_WORD = 0.8  # what an unlisted word in small letters must reach alone
_LONGEST_ACRONYM = 4
_AND_SONS = re.compile(r"\s?&\s?[A-ZÀ-Þ]")
_BEFORE_A_PLACE = words_of(
    "san santa santo são sankt saint sainte st ste sint port porto puerto mount fort lake new vila "
    "villa villanova reggio monte bad"
)


class NameFinder:
    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def find(self, text: str) -> Iterator[Span]:
        cued = list(cues.find_names(text))
        words, likely = self._tagger.read(text)
        spans = [span for span in cued if _is_believed(span, words, likely)]
        for first, last, score in self._tagger.runs(words, likely):
            if _may_be_person(words, first, last) and not _is_rare_word(words, first, last, score):
                start, end = words.spans[first][0], words.end_of(text, last)
                sure = score if _is_full_name(words, first, last) else min(score, _INWARD_ONLY)
                is_label = text[end : end + 1] == ":" and not words.is_listed(last)
                if not is_label and not _is_firm(text, end):
                    spans.append(Span(Entity.PERSON, start, end, sure))
        yield from _merged(spans)


def _is_believed(span: Span, words: Words, likely: list[float]) -> bool:
    if not _ACCEPTED <= span.score < cues.SURE:
        return span.score >= _ACCEPTED
    least = _UNBELIEVABLE if span.score < cues.LIKELY else _UNHEARD_OF
    return any(
        chance >= least
        for (start, end), chance in zip(words.spans, likely, strict=True)
        if span.overlaps(start, end)
    )


def _is_full_name(words: Words, first: int, last: int) -> bool:
    """Two words, one of them listed: enough to be taken out of our own replies."""
    named = [at for at in range(first, last + 1) if words.shapes[at][0] != "."]
    return len(named) > 1 and any(words.is_listed(at) for at in named)


def _is_firm(text: str, end: int) -> bool:
    return bool(_AND_SONS.match(text, end))


def _may_be_person(words: Words, first: int, last: int) -> bool:
    """Not a weekday, a brand or an acronym alone, nor what follows "San" or "St."."""
    before = [text for text in words.texts[max(0, first - 2) : first] if text != "."]
    if before and before[-1] in _BEFORE_A_PLACE:
        return False
    named = [at for at in range(first, last + 1) if words.shapes[at][0] != "."]
    flags = [words.flags[at] for at in named]
    if all(flag & NEVER for flag in flags):
        return False
    if all(len(words.texts[at]) == 1 for at in named):
        return False
    acronym = all(
        words.shapes[at] in {"XXm", "XXT"} and len(words.texts[at]) <= _LONGEST_ACRONYM
        for at in named
    )
    return not (acronym and not any(flag & (GIVEN | SURNAME) for flag in flags))


def _is_rare_word(words: Words, first: int, last: int, score: float) -> bool:
    alone = first == last and words.shapes[first][0] == "x" and not words.flags[first]
    return alone and words.shapes[first] != "xX" and score < _RARE_WORD


def _merged(spans: list[Span]) -> Iterator[Span]:
    """Of spans that share a letter the longest, with the best score and what any of them knows."""
    spans.sort(key=lambda span: (span.start, -span.end))
    group: list[Span] = []
    reach = -1
    for span in spans:
        if span.start >= reach and group:
            yield _one_of(group)
            group = []
        group.append(span)
        reach = max(reach, span.end)
    if group:
        yield _one_of(group)


def _one_of(group: list[Span]) -> Span:
    longest = max(group, key=lambda span: span.end - span.start)
    return Span(
        Entity.PERSON,
        longest.start,
        longest.end,
        max(span.score for span in group),
        next((span.detail for span in group if span.detail), ""),
    )
