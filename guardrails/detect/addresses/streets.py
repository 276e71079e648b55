"""Where a street with a house number stands, in the four orders people write it in."""

import re
from collections.abc import Iterator

from guardrails.detect.addresses import kinds, loose, tails
from guardrails.detect.addresses.words import Reading, Word, house_number_at, stands_free

Found = tuple[int, int]  # start and end of the street with its number

_MOST_NAMES = 4
_MOST_ROMANCE = 7
_ORDINALS = ("st", "nd", "rd", "th")
_LONGEST_GAP = 3
_FOLLOWED = re.compile(
    r",?\s(?:apt|apartment|unit|suite|flat|ste|floor|#)\.?\s?#?\w{1,5}\b|,?\s[\w "
    r",]{0,24}\b(?:\d{5}|[a-z]{1,2}\d{1,2}[a-z]? ?\d[a-z]{2})\b"
)
_UNITS = frozenset(
    {"app", "appt", "apt", "apto", "bat", "esc", "piso", "int", "scala", "flat", "unit", "lok", "m"}
)
_WITHOUT_NUMBER = re.compile(r",?\s?s\s?/\s?n\b")
_BEFORE_NUMBER = frozenset({"", ",", ".", "#", ",#", ", #", "-", ",.", ".,", ". -"})
_SHORT_NUMBER = 5
_MOST_LOWER = 3
_ABBREVIATED = 3
_LOWER_STOPS = kinds.FUNCTION - kinds.PARTICLES - {"the"}
_NOT_NUMBERED = frozenset({"row", "place", "end", "gate", "point", "way", "hill"})


def is_ordinal(word: Word) -> bool:
    return word.is_number and word.plain[-2:] in _ORDINALS and word.plain[:-2].isdigit()


def is_house(word: Word) -> bool:
    digits = word.plain.rstrip("abcdefghijklmnopqrstuvwxyz")
    return digits.isdigit() and len(digits) <= _SHORT_NUMBER and len(word.plain) - len(digits) <= 1


def number_first(reading: Reading, at: int) -> Iterator[Found]:
    """ "1990 4th Street", "88 oakwood cresent": ``at`` is the kind of street."""
    words = reading.words
    kind = words[at]
    doubtful = kind.plain not in kinds.AFTER_NAME
    names: list[Word] = []
    for back in range(at - 1, max(-1, at - 2 - _MOST_NAMES), -1):
        if not _may_join(reading, back + 1) or (
            "," in reading.gap(back + 1) and not is_house(words[back])
        ):
            return
        word = words[back]
        if is_house(word) and not is_ordinal(word):
            if names and _is_street_name(reading, names, kind, doubtful=doubtful):
                yield from _from_house(reading, back, kind.end)
            return
        if word.plain in kinds.COUNTED or (word.is_number and not is_ordinal(word)):
            return
        names.append(word)


def _from_house(reading: Reading, back: int, end: int) -> Iterator[Found]:
    """The house number at ``back``, with the half of a double number before it ("12-14")."""
    start = reading.words[back].start
    if back and reading.gap(back) in {"-", "/"} and reading.words[back - 1].is_number:
        start = reading.words[back - 1].start
    if stands_free(reading, start):
        yield start, end


def _may_join(reading: Reading, index: int) -> bool:
    return reading.gap(index) in {" ", ". ", "-", ", ", "  ", "' ", "."}


def _is_street_name(reading: Reading, names: list[Word], kind: Word, *, doubtful: bool) -> bool:
    plain = [name.plain for name in names]
    if kinds.NO_NAME.issuperset(plain) and (doubtful or kinds.DIRECTIONS.isdisjoint(plain)):
        return False
    if kind.is_capital and all(_looks_named(name) for name in names):
        return kinds.COUNTED.isdisjoint(plain)
    if not _LOWER_STOPS.isdisjoint(plain):
        return False
    return _is_lower_name(reading, names, kind, doubtful=doubtful)


def _looks_named(name: Word) -> bool:
    return name.is_capital or is_ordinal(name) or name.plain in kinds.PARTICLES


def _is_lower_name(reading: Reading, names: list[Word], kind: Word, *, doubtful: bool) -> bool:
    plain = [name.plain for name in names]
    if not kinds.MONTHS.isdisjoint(plain[1:]):
        return False
    if any(is_ordinal(name) for name in names):
        return kind.plain not in _NOT_NUMBERED
    if not doubtful:
        return True
    if not kinds.TRADE.isdisjoint(plain) or len(names) > _MOST_NAMES - 1:
        return False
    if len(kind.plain) <= _ABBREVIATED:
        return _closes(reading, kind.end)
    return _is_told(reading, names[-1], kind)


def _is_told(reading: Reading, first: Word, kind: Word) -> bool:
    """ "5 mill close" is a street when somebody lives there, or when a town or a flat follows."""
    if loose.cue_before(reading, first.start):
        return _closes(reading, kind.end)
    alone = reading.at(first.start) <= 1 and not reading.rest(kind.end).strip(" .!,")
    return alone or bool(_FOLLOWED.match(reading.folded, kind.end))


def _closes(reading: Reading, position: int) -> bool:
    """Whether nothing goes on behind a doubtful kind that would make it an ordinary word."""
    rest = reading.rest(position).lstrip(".")
    if not rest or rest[0] in ",;!?)\n#(" or rest.startswith(("  ", ". ")):
        return True
    following = reading.words[reading.at(position) : reading.at(position) + 1]
    if not following:
        return True
    word = following[0]
    return word.is_number or word.plain not in kinds.GOES_ON


def numbered_avenue(reading: Reading, at: int) -> Iterator[Found]:
    """ "123 E. 4th": a house, a direction and the number of a street, without its kind."""
    words = reading.words
    if at < 2 or words[at - 1].plain not in kinds.DIRECTIONS or not is_house(words[at - 2]):  # noqa: PLR2004
        return
    if _may_join(reading, at) and _may_join(reading, at - 1):
        yield from _from_house(reading, at - 2, words[at].end)


def whole_name(reading: Reading, at: int) -> Iterator[Found]:
    """ "1 Broadway", "Kurfürstendamm 195": streets that need no kind."""
    words = reading.words
    back = at - 1
    if back >= 0 and words[back].plain in {"the", *kinds.DIRECTIONS}:
        back -= 1
    if back >= 0 and is_house(words[back]) and reading.gap(at) == " ":
        yield from _from_house(reading, back, words[at].end)
    yield from _number_behind(reading, at, words[at].start)


def _number_behind(reading: Reading, at: int, start: int) -> Iterator[Found]:
    if at + 1 >= len(reading.words):
        return
    following = at + 1
    while (
        following < len(reading.words)
        and reading.words[following].plain in kinds.NUMBER_WORDS
        and len(reading.gap(following)) <= _LONGEST_GAP
    ):
        following += 1
    if following >= len(reading.words) or reading.gap(following).strip(" ") not in _BEFORE_NUMBER:
        return
    word = reading.words[following]
    if "\n" in reading.gap(following) or not word.is_number:
        return
    end = house_number_at(reading, word.start)
    if end and not _counts(reading, end):
        yield start, end


def _counts(reading: Reading, position: int) -> bool:
    """Whether the number that ends at ``position`` counts something."""
    if reading.folded[position : position + 1] not in {" ", "-", "\u00a0"}:
        return False
    index = reading.at(position)
    if index >= len(reading.words) or reading.words[index].start - position > 2:  # noqa: PLR2004
        return False
    return reading.words[index].plain in kinds.COUNTED | kinds.MONTHS


def kind_first(reading: Reading, at: int) -> Iterator[Found]:
    """ "Calle Mayor 4", "via xx settembre 98", "ul. 3 Maja 8"; also "12 rue de la Paix"."""
    kind = reading.words[at]
    doubtful = kind.plain not in kinds.BEFORE_NAME
    names = _names_after(reading, at, doubtful=doubtful)
    if not any(name.plain not in kinds.PARTICLES for name in names):
        return
    last = at + len(names)
    behind = list(_number_behind(reading, last, kind.start))
    house = _house_before(reading, at)
    if house is not None and (not doubtful or _fits(names, kind.plain)):
        yield reading.words[house].start, names[-1].end
    elif behind and _is_believed(reading, names, behind[0][1], doubtful=doubtful):
        yield behind[0]
    elif unnumbered := _WITHOUT_NUMBER.match(reading.folded, names[-1].end):
        yield kind.start, unnumbered.end()


def _is_believed(reading: Reading, names: list[Word], end: int, *, doubtful: bool) -> bool:
    if all(name.is_capital or name.is_number or name.plain in kinds.PARTICLES for name in names):
        return not doubtful or _fits(names)
    if any(name.plain in kinds.TRADE for name in names) or (doubtful and not _fits(names)):
        return False
    if not doubtful and "," not in reading.folded[names[-1].end : end]:
        return True
    rest = reading.rest(end)
    return not rest or rest[0] in ",;.!?)\n" or tails.end_of(reading, end) > end


_EVERYDAY = frozenset(
    {"place", "passage", "route", "square", "villa", "mail", "cite", "cours", "corte"}
)


def _fits(names: list[Word], kind: str = "") -> bool:
    real = [name for name in names if name.plain not in kinds.PARTICLES]
    if any(name.plain in kinds.TRADE | kinds.FUNCTION for name in real):
        return False
    capitals = all(name.is_capital or name.is_number for name in real)
    if kind in _EVERYDAY and not capitals:
        return kind != "cours" and names[0].plain in kinds.PARTICLES
    return capitals or len(real) <= _MOST_LOWER


def _names_after(reading: Reading, at: int, *, doubtful: bool) -> list[Word]:
    words = reading.words
    names: list[Word] = []
    for index in range(at + 1, min(len(words), at + 1 + _MOST_ROMANCE)):
        gap = reading.gap(index)
        word = words[index]
        if len(gap) > 2 or "," in gap or "\n" in gap or gap in {"/", ": ", "; ", "? ", "! "}:  # noqa: PLR2004
            break
        if ". " in gap and len(words[index - 1].plain) > 4:  # noqa: PLR2004 - no abbreviation
            break
        if word.is_number:
            if not _is_part_of_name(reading, index):
                break
            names.append(word)
            continue
        if (
            word.plain in kinds.NUMBER_WORDS
            and index + 1 < len(words)
            and words[index + 1].is_number
        ):
            break
        if word.plain in _UNITS and index + 1 < len(words) and len(words[index + 1].plain) <= 3:  # noqa: PLR2004
            break
        if not _is_name(word, doubtful=doubtful, first=not names):
            break
        names.append(word)
    while names and names[-1].plain in kinds.PARTICLES and not names[-1].is_capital:
        names.pop()
    return names


def _is_part_of_name(reading: Reading, index: int) -> bool:
    """ "Calle 5 de Mayo", "Carrera 7 # 45-23": a number that is not the house's."""
    following = reading.words[index + 1 : index + 3]
    if any(word.plain in kinds.MONTHS for word in following):
        return reading.words[index].plain.isdigit()
    if not following or (not following[-1].is_number and not following[0].is_number):
        return False
    return "#" in reading.gap(index + 1) + reading.gap(index + len(following)) or following[
        0
    ].plain in {
        "no",
        "n",
        "nr",
        "num",
        "nro",
        "numero",
    }


def _is_name(word: Word, *, doubtful: bool, first: bool) -> bool:
    if word.plain in kinds.PARTICLES:
        return True
    if word.plain in kinds.COUNTED and not word.is_capital:
        return False
    if word.plain in kinds.FUNCTION and not word.is_capital:
        return False
    return not (doubtful and first and word.plain in kinds.TRADE)


def _house_before(reading: Reading, at: int) -> int | None:
    """The word that begins the house number before a kind: "12 bis, rue …"."""
    back = at - 1
    if back < 0 or reading.gap(at).strip(" ") not in {"", ","}:
        return None
    words = reading.words
    if words[back].plain in {"bis", "ter", "quater", "a", "b", "c", "d"} and back:
        back -= 1
    if not is_house(words[back]) or "\n" in reading.gap(at):
        return None
    if back and reading.gap(back) in {"-", "/"} and words[back - 1].is_number:
        back -= 1
    return back if stands_free(reading, words[back].start) else None


def compound(reading: Reading, at: int) -> Iterator[Found]:
    """ "Hauptstr. 5a", "Oude Gracht 112", "An der Alten Mühlenallee 3"; also "12 Lindenallee"."""
    words = reading.words
    word = words[at]
    if word.plain in kinds.NO_STREETS or len(word.plain) < 2:  # noqa: PLR2004
        return
    alone = word.plain in kinds.SUFFIX_WORDS
    sure = word.plain.endswith(kinds.SURE_SUFFIXES) and not alone
    first = at
    while first and at - first < 3 and _belongs_before(reading, first, alone=alone and first == at):  # noqa: PLR2004
        first -= 1
    if alone and first == at and word.plain != "meent":
        return
    if not sure and not word.is_capital and first == at:
        return
    for start, end in _number_behind(reading, at, words[first].start):
        if sure or alone or word.is_capital:
            yield start, end
            return
    if sure and at and is_house(words[at - 1]) and reading.gap(at) == " ":
        yield from _from_house(reading, at - 1, word.end)


def _belongs_before(reading: Reading, at: int, *, alone: bool) -> bool:
    if reading.gap(at) not in {" ", "-", ". "}:
        return False
    before = reading.words[at - 1]
    if before.plain in kinds.STARTS:
        return not (alone and before.plain in kinds.NEVER_ALONE)
    if before.plain in kinds.FUNCTION or before.is_number or before.plain in kinds.COUNTED:
        return False
    return before.is_capital or (alone and len(before.plain) > 3)  # noqa: PLR2004


def polish_place(reading: Reading, at: int) -> Iterator[Found]:
    """ "na Nowogrodzkiej 31": the street in the case that says where."""
    first = at
    while (
        first > max(0, at - 2) and reading.gap(first) == " " and reading.words[first - 1].is_capital
    ):
        first -= 1
    if first and reading.gap(first) == " " and reading.words[first - 1].plain in {"na", "przy"}:
        yield from _number_behind(reading, at, reading.words[first].start)
