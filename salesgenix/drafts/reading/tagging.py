"""One sentence of an order as tags: what its words say, and which of them nobody knows."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from salesgenix.drafts.reading.lexicons import LANGUAGES, Lexicon, Tag, lexicon
from salesgenix.drafts.reading.people import Names
from salesgenix.drafts.reading.timing import timed
from salesgenix.drafts.reading.words import Token, split_at_hyphen, tokens_of
from salesgenix.drafts.terms import Facts

_QUOTED = re.compile(
    r"[\"“”„«»]\s*([^\"“”„«»\n]{1,60}?)\s*[\"“”«»]"
    r"|(?<!\w)['‘]([^'’\n]{1,60})['’](?!\w)"
)
_LEGAL = frozenset(
    {
        "gmbh",
        "ag",
        "ltd",
        "limited",
        "inc",
        "llc",
        "plc",
        "corp",
        "corporation",
        "sa",
        "sarl",
        "sas",
        "srl",
        "spa",
        "bv",
        "nv",
        "kg",
        "ohg",
        "se",
        "sl",
        "oy",
        "ab",
        "as",
        "zoo",
    }
)
_IN_MAY = frozenset({"in", "until", "fromday", "before", "after"})
_MAY = "may"
_THOUSANDS = 3
_COUNTED = frozenset({"size", "person", "mailn", "meet", "pct", "dash", "to"})
_TIMES = frozenset(
    {"number", "month", "clock", "weekday", "rel", "named", "date", "next", "day", "hour", "in"}
)
_COUNTABLE = frozenset(
    {
        "percent", "mailn", "mailv", "meet", "followup", "day", "hour", "times", "discount",
        "transcript", "week", "month", "year", "per",
    }
)  # fmt: skip
_THINGS = frozenset({"discount", "mailn", "meet", "transcript", "invite", "followup"})
_SUBJECTS = frozenset({"person", "company", "seg", "country", "stage"})
_YOU = frozenset(
    {
        "you",
        "u",
        "we",
        "du",
        "ihr",
        "sie",
        "wir",
        "tu",
        "vous",
        "on",
        "usted",
        "voce",
        "je",
        "jij",
        "ty",
    }
)
_WHEN = frozenset({"on", "weekday", "weekend", "weekdays", "before", "after", "clock", "between"})
_HEADS = frozenset({"before", "ask", "noask", "never", "may", "but"})
NEAR = 6
ASIDE = 2  # small words between what belongs together,
WITHIN = 4  # and between ``without`` and what there is none of
SWITCH = 2  # so many more words understood, and a sentence is in another language than the rest


@dataclass(frozen=True, slots=True)
class Reading:
    """``unknown``: indexes of tokens that mean something we do not know."""

    tokens: Sequence[Token]
    tags: Sequence[Tag]
    unknown: tuple[int, ...]
    language: str


def language_of(words: str) -> str:
    """Of these languages the one that leaves the fewest words unexplained."""
    return min(LANGUAGES, key=lambda name: (_strangers(words, name), LANGUAGES.index(name)))


def _strangers(words: str, language: str) -> float:
    book = lexicon(language)
    tokens = tokens_of(words, elides=book.elides)
    tags = book.tags([token.key for token in tokens], taken=frozenset())
    known = {i for tag in tags for i in range(tag.start, tag.end)}
    left = [t for i, t in enumerate(tokens) if i not in known and t.shape == "word"]
    return sum(token.key not in book.fill for token in left)


def read(words: str, span: tuple[int, int], home: str, facts: Facts) -> Reading:
    """``home``: the language of the whole order."""
    text = words[span[0] : span[1]]
    language = home
    own = language_of(text)
    if _strangers(text, own) + SWITCH <= _strangers(text, home):
        language = own
    book = lexicon(language)
    tokens = tokens_of(text, start=span[0], elides=book.elides)
    tokens = [
        part
        for token in tokens
        for part in (
            split_at_hyphen(token)
            if "-" in token.text and token.shape == "word" and not book.knows(token.key)
            else [token]
        )
    ]
    return _tagged(text, tokens, span[0], (book, facts))


def _tagged(text: str, tokens: list[Token], start: int, world: tuple[Lexicon, Facts]) -> Reading:
    book, facts = world
    keys = [token.key for token in tokens]
    names = Names(facts.members)
    plain = _covered(book.tags(keys, taken=frozenset()))
    known = [i in plain or keys[i] in book.fill for i in range(len(keys))]
    fixed = [*_quoted(text, tokens, start), *names.tags(tokens, known=known), *_shapes(tokens)]
    fixed = _apart(fixed)
    taken = _covered(fixed)
    tags = book.tags(keys, taken=taken)
    unknown = _unknown(tokens, book, taken | _covered(tags))
    mended = {i: word for i in unknown if (word := _mend(tokens, i, book, names))}
    if mended:
        keys = [mended.get(i, key) for i, key in enumerate(keys)]
        tags = book.tags(keys, taken=taken)
        unknown = _unknown(tokens, book, taken | _covered(tags))
    ordered = sorted([*fixed, *tags], key=lambda tag: tag.start)
    ordered = _numbers(_may_of_the_year(ordered, tokens))
    ordered = _tills(_without(_ne_que(_two_in_one(ordered))))
    ordered = _plain(_run_by(timed(ordered, tokens, facts.today)))
    ordered = _theirs([tag for tag in ordered if not _is_noun(tag, tokens)], keys)
    return Reading(tokens, ordered, unknown, book.language)


def _without(tags: list[Tag]) -> list[Tag]:
    """``without discounts`` is a refusal; ``without asking`` is a phrase of its own."""
    return [
        Tag("never", tag.start, tag.end)
        if tag.kind == "without" and after is not None and after.kind in _THINGS
        else tag
        for tag, after in zip(tags, [*tags[1:], None], strict=False)
    ]


def _tills(tags: list[Tag]) -> list[Tag]:
    """``bis 10 %`` is a ceiling, ``bis Freitag`` an end; ``ab Montag`` a start."""
    out: list[Tag] = []
    for at, tag in enumerate(tags):
        following = tags[at + 1 : at + 3]
        if tag.kind == "until" and following and following[0].kind == "pct":
            tag = Tag("till", tag.start, tag.end)  # noqa: PLW2901
        if tag.kind not in {"till", "sinceover"}:
            out.append(tag)
            continue
        kinds = [after.kind for after in following]
        is_much = kinds[:1] == ["pct"] or (
            kinds[:1] == ["number"] and kinds[1:] and kinds[1] in _COUNTED
        )
        names = ("upto", "until") if tag.kind == "till" else ("min", "fromday")
        if is_much or (kinds[:1] and kinds[0] in _TIMES):
            out.append(Tag(names[0] if is_much else names[1], tag.start, tag.end))
    return out


def _ne_que(tags: list[Tag]) -> list[Tag]:
    """French ``ne`` without ``pas`` means ``only``: ``n'écrivez qu'en allemand``."""
    out: list[Tag] = []
    for tag in tags:
        is_no = any(
            other.kind in {"never", "neveradv", "only", "max", "optional", "noask"}
            and 0 <= other.start - tag.end <= NEAR
            for other in tags
        )
        if tag.kind != "ne":
            out.append(tag)
        elif not is_no:
            out.append(Tag("only", tag.start, tag.end))
    return out


def _run_by(tags: list[Tag]) -> list[Tag]:
    """``run every discount by Ben``: the two halves of asking him."""
    tags = [
        Tag("ask", tag.start, tag.end)
        if tag.kind == "asks" and after is not None and after.kind in {"named_member", "member"}
        else tag
        for tag, after in zip(tags, [*tags[1:], None], strict=False)
    ]
    tags = _without_them(_requests(tags))
    runs = next((tag for tag in tags if tag.kind == "runs"), None)
    by = next(
        (
            tag
            for tag, after in itertools.pairwise(tags)
            if tag.kind == "by" and after.kind in {"me", "named_member", "member"}
        ),
        None,
    )
    if runs is None or by is None or by.start < runs.start:
        return tags
    return [Tag("ask", tag.start, tag.end) if tag in (runs, by) else tag for tag in tags]


def _two_in_one(tags: list[Tag]) -> list[Tag]:
    """``nobody else`` says no, and of whom; ``parle pas de`` says what, and no; ``but not on
    Fridays`` is no exception of whom.
    """
    out: list[Tag] = []
    for tag, after in zip(tags, [*tags[1:], None], strict=False):
        is_time = after is not None and after.kind in _WHEN
        if tag.kind == "except" and tag.end - tag.start > 1 and is_time:
            out += [Tag("but", tag.start, tag.start + 1), Tag("never", tag.start + 1, tag.end)]
        elif tag.kind == "noothers":
            out += [Tag("never", tag.start, tag.start + 1), Tag("others", tag.end - 1, tag.end)]
        elif tag.kind == "quiet":
            out += [Tag("never", tag.start, tag.start + 1), Tag("mailn", tag.start + 1, tag.end)]
        elif tag.kind == "nomention":
            out += [Tag("mention", tag.start, tag.start + 1), Tag("never", tag.start + 1, tag.end)]
        else:
            out.append(tag)
    return out


def _theirs(tags: list[Tag], keys: Sequence[str]) -> list[Tag]:
    """``when a bank writes, ask me``: what they do is no action of ours."""
    cond = next((tag for tag in tags if tag.kind == "cond"), None)
    if cond is None:
        return tags
    out: list[Tag] = []
    is_led = False
    for tag in tags:
        is_led = is_led or (tag.start > cond.start and tag.kind in _SUBJECTS)
        if tag.kind in _HEADS:
            is_led = False
        between = keys[cond.end : tag.start]
        is_act = tag.kind in {"mailv", "reply"} and tag.start > cond.start
        if is_act and is_led and not _YOU & set(between) and "," not in between:
            continue
        out.append(tag)
    return out


def _is_noun(tag: Tag, tokens: Sequence[Token]) -> bool:
    """``alle Fragen beantworten``: written large within a sentence, they are things."""
    is_one = tag.kind == "ask" and tag.end - tag.start == 1 and tag.start > 0
    return is_one and tokens[tag.start].text == "Fragen"


def _plain(tags: list[Tag]) -> list[Tag]:
    """Words that only look like something of ours: the health *sector*, bank *employees*, what
    *needs* approval, *questions* that are answered.
    """
    kinds = {tag.kind for tag in tags}
    if "remember" in kinds:
        return tags
    out: list[Tag] = []
    for tag, after in zip(tags, [*tags[1:], None], strict=False):
        last = out[-1] if out else None
        is_sector = (tag.kind, tag.value) == ("data", "industry") and "seg" in kinds
        is_need = (tag.kind, tag.value) == ("data", "need") and (
            (after is not None and after.kind == "ask") or (last is not None and last.kind == "ask")
        )
        is_bare = (tag.kind, tag.value) == ("strategy", "discovery_question")
        near = [one.kind for one in out[-2:]]
        is_answered = near[-1:] == ["reply"] or near == ["reply", "only"]
        is_theirs = is_bare and tag.end - tag.start == 1 and is_answered
        if is_sector or is_need or is_theirs:
            continue
        is_people = tag.kind == "size" and "number" not in kinds
        out.append(Tag("person", tag.start, tag.end) if is_people else tag)
    return out


def _without_them(tags: list[Tag]) -> list[Tag]:
    """``without Ana's OK``, ``without prior consent``: without asking, whoever would answer."""
    out: list[Tag] = []
    at = 0
    while at < len(tags):
        kinds = [tag.kind for tag in tags[at : at + 3]]
        is_near = len(kinds) > 1 and tags[at + 1].start - tags[at].end <= WITHIN
        if kinds[:2] == ["without", "ask"] and is_near:
            out.append(Tag("noask", tags[at].start, tags[at + 1].end))
            at += 2
        elif kinds[:2] == ["without", "named_member"]:
            length = 3 if kinds[2:] in (["may"], ["ask"]) else 2
            out.append(Tag("noask", tags[at].start, tags[at + length - 1].end))
            at += length
        else:
            out.append(tags[at])
            at += 1
    return out


def _requests(tags: list[Tag]) -> list[Tag]:
    """``when customers ask for it``: a condition that what is asked for brings with it."""
    out: list[Tag] = []
    at = 0
    while at < len(tags):
        following = [tag.kind for tag in tags[at + 1 : at + 3]]
        length = 2 if following[:1] == ["asks"] else 3 if following == ["person", "asks"] else 0
        if tags[at].kind == "cond" and length:
            out.append(Tag("request", tags[at].start, tags[at + length - 1].end))
            at += length
        else:
            out.append(tags[at])
            at += 1
    return out


def _mend(tokens: Sequence[Token], i: int, book: Lexicon, names: Names) -> str | None:
    """A word that could be a slip of a name is left for whoever reads names."""
    token = tokens[i]
    if (
        token.shape != "word"
        or names.near(token.key)
        or (token.text[0].isupper() and i > 0 and book.language != "de")
    ):
        return None
    return book.mend(token.key)


def _covered(tags: Sequence[Tag]) -> frozenset[int]:
    return frozenset(i for tag in tags for i in range(tag.start, tag.end))


def _unknown(tokens: Sequence[Token], book: Lexicon, known: frozenset[int]) -> tuple[int, ...]:
    return tuple(
        i for i, token in enumerate(tokens) if i not in known and not book.says_nothing(token)
    )


def _apart(tags: list[Tag]) -> list[Tag]:
    """The first of two that overlap stays."""
    kept: list[Tag] = []
    for tag in tags:
        if not any(tag.start < other.end and other.start < tag.end for other in kept):
            kept.append(tag)
    return kept


def _quoted(text: str, tokens: Sequence[Token], start: int) -> list[Tag]:
    found: list[Tag] = []
    for match in _QUOTED.finditer(text):
        first, last = match.start() + start, match.end() + start
        inside = [i for i, t in enumerate(tokens) if first <= t.start and t.end <= last]
        if inside:
            value = (match[1] or match[2]).strip()
            found.append(Tag("quoted", inside[0], inside[-1] + 1, value))
    return found


def _shapes(tokens: Sequence[Token]) -> list[Tag]:
    found: list[Tag] = []
    for i, token in enumerate(tokens):
        if token.shape == "number":
            found.append(Tag("number", i, i + 1, _figure(token.text)))
        elif token.shape in {"clock", "date"}:
            found.append(Tag(token.shape, i, i + 1, token.text.lower()))
        elif token.shape == "mark" and token.text in "-–—":
            found.append(Tag("dash", i, i + 1))
        elif (
            token.key in _LEGAL
            and i > 0
            and tokens[i - 1].text[:1].isupper()
            and token.text[0].isupper()
        ):
            found.append(Tag("legal_form", i, i + 1, token.text))
    return found


def _figure(text: str) -> int | float | None:
    """``1.200`` and ``1,200`` are 1200; ``7.5`` and ``7,5`` are seven and a half."""
    parts = re.split(r"[.,]", text)
    if len(parts) == 1:
        return int(text) if len(text) <= 9 else None  # noqa: PLR2004
    if all(len(part) == _THOUSANDS for part in parts[1:]) and len(parts[0]) <= _THOUSANDS:
        return int("".join(parts))
    return float(".".join(parts)) if len(parts) == 2 else None  # noqa: PLR2004


def _may_of_the_year(tags: list[Tag], tokens: Sequence[Token]) -> list[Tag]:
    """``may`` beside a figure, or after ``in`` and ``until``, is a month."""
    out: list[Tag] = []
    for at, tag in enumerate(tags):
        before = tags[at - 1] if at else None
        after = tags[at + 1] if at + 1 < len(tags) else None
        is_word = tag.kind == _MAY and tag.end - tag.start == 1 and tokens[tag.start].key == _MAY
        dated = (
            before is not None
            and before.end == tag.start
            and (before.kind in _IN_MAY or before.kind == "number")
        )
        figured = after is not None and after.start == tag.end and after.kind == "number"
        if is_word and (dated or figured):
            tag = Tag("month", tag.start, tag.end, "5")  # noqa: PLW2901
        out.append(tag)
    return out


def _is_article(tag: Tag, after: Tag | None) -> bool:
    """``un hospital`` is no count; ``un mail par jour`` is one."""
    is_one = tag.kind == "number" and tag.value == "1"
    return is_one and (after is None or after.kind not in _COUNTABLE)


def _numbers(tags: list[Tag]) -> list[Tag]:
    """Figures in words become figures; a figure and its sign become ``pct`` or ``money``."""
    tags = [
        tag
        for tag, after in zip(tags, [*tags[1:], None], strict=False)
        if not _is_article(tag, after)
    ]
    plain = [
        Tag(tag.kind, tag.start, tag.end, int(tag.value))
        if tag.kind in {"number", "month"} and isinstance(tag.value, str)
        else tag
        for tag in tags
    ]
    out: list[Tag] = []
    for tag in plain:
        last = out[-1] if out else None
        is_repeated = last is not None and last.value == tag.value and last.end + 1 == tag.start
        if tag.kind == "number" and last is not None and last.kind == "number" and is_repeated:
            out[-1] = Tag("number", last.start, tag.end, last.value)  # ``three (3)``
        elif tag.kind == "share":
            out.append(Tag("pct", tag.start, tag.end, float(str(tag.value))))
        elif (
            tag.kind == "percent"
            and last is not None
            and last.kind == "number"
            and last.end == tag.start
        ):
            out[-1] = Tag("pct", last.start, tag.end, last.value)
            before = out[-2] if len(out) > 1 else None
            is_said = before is not None and (before.kind, before.value) == ("pct", last.value)
            if is_said and before is not None and before.end + 1 == last.start:
                out[-2:] = [
                    Tag("pct", before.start, tag.end, last.value)
                ]  # ``five per cent (5 %)``
        elif (
            tag.kind == "number"
            and last is not None
            and last.kind == "money"
            and last.end == tag.start
        ):
            out[-1] = Tag("sum", last.start, tag.end, tag.value)
        elif (
            tag.kind == "money"
            and last is not None
            and last.kind == "number"
            and last.end == tag.start
        ):
            out[-1] = Tag("sum", last.start, tag.end, last.value)
        else:
            out.append(tag)
    return out
