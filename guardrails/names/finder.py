"""Names by two sources in one reading: cues and known given names, and the trained tagger.

The tagger finds most; a cue finds what it has never seen, and knows whose name it is. Where the
tagger is as good as certain that a doubtful cue is wrong ("Hi Support"), the cue gives way.
"""

from collections.abc import Iterator

from guardrails.entities import Entity, Span
from guardrails.names import cues
from guardrails.names.features import GIVEN, NEVER, SURNAME, Words
from guardrails.names.tagger import Tagger

_UNBELIEVABLE = 0.1  # under this a doubtful cue is dropped
_ACCEPTED = 0.5  # the score from which a message on its way in is masked
_LONGEST_ACRONYM = 4


class NameFinder:
    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def find(self, text: str) -> Iterator[Span]:
        cued = list(cues.find_names(text))
        words, likely = self._tagger.read(text)
        spans = [span for span in cued if _is_believed(span, words, likely)]
        for first, last, score in self._tagger.runs(words, likely):
            if _may_be_person(words, first, last):
                start, end = words.spans[first][0], words.end_of(text, last)
                spans.append(Span(Entity.PERSON, start, end, score))
        yield from _merged(spans)


def _is_believed(span: Span, words: Words, likely: list[float]) -> bool:
    if not _ACCEPTED <= span.score < cues.SURE:
        return span.score >= _ACCEPTED
    return any(
        chance >= _UNBELIEVABLE
        for (start, end), chance in zip(words.spans, likely, strict=True)
        if span.overlaps(start, end)
    )


def _may_be_person(words: Words, first: int, last: int) -> bool:
    """Not a weekday, a brand or an acronym alone."""
    named = [at for at in range(first, last + 1) if words.shapes[at][0] != "."]
    flags = [words.flags[at] for at in named]
    if all(flag & NEVER for flag in flags):
        return False
    acronym = all(
        words.shapes[at] in {"XXm", "XXT"} and len(words.texts[at]) <= _LONGEST_ACRONYM
        for at in named
    )
    return not (acronym and not any(flag & (GIVEN | SURNAME) for flag in flags))


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
