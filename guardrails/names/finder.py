"""Names by two sources in one reading: cues and known given names, and the trained tagger.

The tagger finds most; a cue finds what it has never seen, and knows whose name it is. Where the
tagger is as good as certain that a doubtful cue is wrong ("Hi Support"), the cue gives way.
"""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span
from guardrails.names import cues
from guardrails.names.features import BENT, FREQUENT, GIVEN, NEVER, SURNAME, Words
from guardrails.names.tagger import Tagger
from guardrails.names.things import holds_a_firm, names_a_thing
from guardrails.text.words import words_of

_COUNTS = words_of(
    "two three four five six eight nine ten twelve zwei drei vier fünf sechs sieben acht neun zehn "
    "zwölf deux trois quatre cinq huit neuf dix douze dos tres cuatro cinco seis siete ocho nueve "
    "diez doce due quattro cinque sette dieci dodici dois três quatro oito dez doze twee drie zes "
    "zeven negen tien twaalf dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć"
)
_UNBELIEVABLE = 0.1  # under this a doubtful cue is dropped
_BARELY = 0.001  # a name that is in no other list is dropped under this
_UNHEARD_OF = 0.02  # and a likely one under this
_LONE = 0.3  # what a given name by itself must reach
_BESIDE_LISTED, _BESIDE_UNKNOWN = 0.1, 0.3  # what a word beside a name must, to be part of it
_ACCEPTED = 0.5  # the score from which a message on its way in is masked
_INWARD_ONLY = 0.69  # what a reply must not lose words for
_RARE_WORD = 0.8  # what an unlisted word in small letters must reach alone
_LONGEST_ACRONYM = 4
_AND_SONS = re.compile(r"\s?&\s?[A-ZÀ-Þ]")
_BEFORE_A_PLACE = words_of(
    "san santa santo são sankt saint sainte st ste sint port porto puerto mount fort lake new vila "
    "villa villanova reggio monte bad"
)

_PARTS_OF_DAY = words_of(
    "morning afternoon evening night morgen vormittag nachmittag abend früh matin matinée soir "
    "soirée mañana tarde noche mattina mattino pomeriggio sera manhã noite ochtend middag avond "
    "rano rana popołudnie popołudniu wieczór wieczorem"
)  # in small letters nobody's name


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
        for span in _merged(spans):
            whole = _with_neighbours(span, words, likely)
            if not _is_within_a_code(text, whole):
                yield whole


def _is_within_a_code(text: str, span: Span) -> bool:
    """The letters "abe" of the id 1c8abe4-28 name nobody."""
    beside = text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]
    return any(letter.isdecimal() or letter == "_" for letter in beside)


def _is_believed(span: Span, words: Words, likely: list[float]) -> bool:
    if not _ACCEPTED <= span.score < cues.SURE:
        return span.score >= _ACCEPTED
    first, last = words.reach(span.start, span.end)
    if names_a_thing(words, first, last) or holds_a_firm(words, first, last):
        return False
    if _counts_something(words, list(range(first, last + 1))):
        return False
    least = _least_for_cue(span, words, first, last)
    return any(chance >= least for chance in likely[first : last + 1])


def _least_for_cue(span: Span, words: Words, first: int, last: int) -> float:
    """How likely the tagger must find what a cue says: a lone given name is a town or a product
    more often than one with a surname beside it.
    """
    if span.score == cues.ECHOED:  # "Vertrieb, vertrieb@…" is a word, "Falcão, c.falcao@…" is not
        flags = words.flags[first]
        return _UNHEARD_OF if flags and not flags & (GIVEN | SURNAME) else 0.0
    if last > first and span.score >= cues.FAIR and _is_in_no_other_list(words, first, last):
        return _BARELY
    if span.score >= cues.LIKELY:
        return _UNHEARD_OF
    if first == last:
        return _LONE
    return _UNHEARD_OF if words.flags[first] & GIVEN else _UNBELIEVABLE


def _is_in_no_other_list(words: Words, first: int, last: int) -> bool:
    """ "Robert Hallström": what follows the given name is a surname or no word of any language."""
    rest = words.flags[first + 1 : last + 1]
    known = words.flags[first]
    starts = known & GIVEN or not known
    return bool(starts) and not any(flags & ~(GIVEN | SURNAME | BENT) for flags in rest)


def _with_neighbours(span: Span, words: Words, likely: list[float]) -> Span:
    """A given name beside a surname that was found belongs to it, and the other way round."""
    first, last = words.reach(span.start, span.end)
    if any(words.shapes[at][:2] != "Xx" for at in range(first, last + 1)):
        return span
    start, end = span.start, span.end
    if span.score == cues.ECHOED:
        likely = [1.0] * len(likely)  # the mailbox has said whose name it is
    if _looks_like_name(words, first - 1, likely) and words.spans[first - 1][1] == start - 1:
        start = words.spans[first - 1][0]
    if _looks_like_name(words, last + 1, likely) and words.spans[last + 1][0] == end + 1:
        end = words.spans[last + 1][1]
    return Span(span.entity, start, end, span.score, span.detail)


def _looks_like_name(words: Words, at: int, likely: list[float]) -> bool:
    if not 0 <= at < len(words.texts) or words.shapes[at] != "Xxm":
        return False
    flags = words.flags[at]
    if flags & (GIVEN | SURNAME):
        return not flags & (NEVER | FREQUENT) and likely[at] >= _BESIDE_LISTED
    return not flags and likely[at] >= _BESIDE_UNKNOWN


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
    alone = all(len(words.texts[at]) == 1 or words.texts[at] in _PARTS_OF_DAY for at in named)
    if alone or _counts_something(words, named):
        return False
    if names_a_thing(words, first, last) or holds_a_firm(words, first, last):
        return False
    acronym = all(
        words.shapes[at] in {"XXm", "XXT"} and len(words.texts[at]) <= _LONGEST_ACRONYM
        for at in named
    )
    return not (acronym and not any(flag & (GIVEN | SURNAME) for flag in flags))


def _counts_something(words: Words, named: list[int]) -> bool:
    """``Vier Packer``: so many of a thing, whatever surname its name is besides."""
    first, *others = named
    return bool(others) and words.texts[first] in _COUNTS and not words.flags[first] & GIVEN


def _is_rare_word(words: Words, first: int, last: int, score: float) -> bool:
    """Words in small letters that no list of names holds are words until much speaks against."""
    run = range(first, last + 1)
    small = all(words.shapes[at][0] in "x." and words.shapes[at][:2] != "xX" for at in run)
    listed = any(words.flags[at] & (GIVEN | SURNAME | BENT) for at in run)
    return small and not listed and score < _RARE_WORD


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
