"""The message as a row of items that clocks and dates are read from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.understanding.patterns import Hit
from agent.understanding.timing.vocabulary import Vocabulary
from agent.understanding.words import DASHES, Shape, Token, tokenise

_DOTTED = re.compile(r"\b([ap])\.\s?m\b\.?", re.IGNORECASE)
_STRETCH = re.compile(r"^(\d{1,2}(?:[:.]\d{2})?)-(\d{1,2}(?:[:.]\d{2})?)$")
_COMPOUND_REST = 3
_OF_CALENDARS = {"weekday", "day", "week", "month", "num", "part", "noon", "feast", "weekend"}
_ENDS_OF_CLOCKS = {"num", "am", "pm", "oclock", "noon", "ordinal"}


@dataclass(frozen=True, slots=True)
class Item:
    """``kind`` is a label of the vocabulary, ``num`` (figures), ``numword`` or ``word``.

    ``value`` is the part after the dot of the label, or the number; ``text`` the words as written.
    """

    kind: str
    value: str
    number: int | None
    token: Token
    text: str
    length: int = 1


def items_of(text: str, words: Vocabulary) -> list[Item]:
    """All tokens, with those that mean something to a calendar named."""
    plain = _DOTTED.sub(lambda m: (m.group(1) + "m").ljust(len(m.group())), text)
    return _items(words.read(tokenise(plain)), text, words)


def _items(tokens: list[Token], text: str, words: Vocabulary) -> list[Item]:
    marks = {hit.first: hit for hit in words.marks(tokens)}
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        hit = None if _is_verb(tokens[at]) else marks.get(at)
        named = _label(tokens[at], hit, words)
        if tokens[at].after_mark in DASHES and items and _spans(items[-1], tokens[at], named):
            items.append(Item(_dash(items), "", None, tokens[at], ""))
        if tokens[at].after_mark == "@" and tokens[at].shape is Shape.NUMBER:
            items.append(Item("at", "", None, tokens[at], ""))
        if tokens[at].after_mark == "&" and tokens[at].shape is Shape.NUMBER:
            items.append(Item("and", "", None, tokens[at], ""))
        if hit is None and items and _is_glued_ordinal(items[-1], tokens[at], words):
            items.append(Item("ordinal", "", None, tokens[at], tokens[at].text))
            at += 1
            continue
        if hit is None:
            items += _plain(tokens, at, words)
            at += 1
            continue
        kind, _, value = hit.label.partition(".")
        number = None if hit.number is None else tokens[hit.number].value
        said = text[tokens[at].start : tokens[hit.last - 1].end]
        items.append(Item(kind, value, number, tokens[at], said, hit.last - hit.first))
        items += _enclosed(tokens, hit, text, words)
        at = hit.last
    return items


def _is_glued_ordinal(before: Item, token: Token, words: Vocabulary) -> bool:
    """``den 8ten``, ``le 2e``: letters that hang on a number."""
    is_number = before.kind == "num" and before.token.end == token.start
    return is_number and token.forms[0] in words.ordinals


def _enclosed(tokens: list[Token], hit: Hit, text: str, words: Vocabulary) -> list[Item]:
    """``lukt donderdag niet``: the day between the words of a denial is what is denied."""
    if hit.label != "cant" or ".." not in hit.source:
        return []
    within = _items(tokens[hit.first + 1 : hit.last - 1], text, words)
    return within if any(i.kind in _OF_CALENDARS for i in within) else []


def _is_verb(token: Token) -> bool:
    """``venerdì è chiuso``: no "and"."""
    return token.text in {"è", "é", "È", "É"}


def _dash(items: Sequence[Item]) -> str:
    """``Not Thursday - Friday morning``: between what is ruled out and what is not."""
    is_denied = len(items) > 1 and items[-2].kind in {"not", "cant"}
    return "but" if is_denied and items[-1].kind == "weekday" else "to"


def _label(token: Token, hit: Hit | None, words: Vocabulary) -> str:
    if hit is not None:
        return hit.label
    return "weekday" if token.shape is Shape.WORD and _compound(token, words) else ""


def _spans(before: Item, token: Token, label: str) -> bool:
    """``10:00 - 11:30``, ``10am-12pm``, ``Mo-Mi``: a dash between two of a kind leads from to."""
    if before.kind in _ENDS_OF_CLOCKS:
        return token.shape is Shape.NUMBER or label == "noon"
    return before.kind == "weekday" and label.startswith("weekday")


def _plain(tokens: Sequence[Token], at: int, words: Vocabulary) -> Sequence[Item]:
    token = tokens[at]
    word = token.forms[0]
    if token.shape is Shape.NUMBER:
        stretch = _STRETCH.match(token.text)
        if stretch and not _is_dutch_date(tokens, at, words):
            return _ends(token, stretch)
        return (Item("num", token.text, token.value, token, token.text),)
    if token.shape is Shape.WORD:
        return _number_word(token, words) or _compound(token, words) or (_noise(token),)
    return (Item("mark" if token.shape is Shape.MARK else "word", word, None, token, token.text),)


def _is_dutch_date(tokens: Sequence[Token], at: int, words: Vocabulary) -> bool:
    """``3-12 om 14u30``"""
    following = tokens[at + 1].forms[0] if at + 1 < len(tokens) else ""
    return words.language == "nl" and following in words.at


def _noise(token: Token) -> Item:
    return Item("word", token.forms[0], None, token, token.text)


def _number_word(token: Token, words: Vocabulary) -> Sequence[Item]:
    hour = next((words.hours[f] for f in token.forms if f in words.hours), None)
    if hour is not None:
        return (Item("numword", "hour", hour, token, token.text),)
    if token.value is not None:
        return (Item("numword", "", token.value, token, token.text),)
    day = words.days.get(token.forms[0])
    return () if day is None else (Item("dayword", "", day, token, token.text),)


def _ends(token: Token, stretch: re.Match[str]) -> Sequence[Item]:
    """``9-11`` is two numbers and a joint."""
    out: list[Item] = []
    for group in (1, 2):
        said = stretch[group]
        start = token.start + stretch.start(group)
        piece = replace(token, text=said, start=start, end=start + len(said))
        out.append(Item("num", said, int(said) if said.isdigit() else None, piece, said))
    joint = replace(token, text="-", start=out[0].token.end, end=out[1].token.start)
    return (out[0], Item("to", "", None, joint, "-"), out[1])


def _compound(token: Token, words: Vocabulary) -> Sequence[Item]:
    """``Donnerstagnachmittag`` is a weekday and a part of the day."""
    word = token.forms[0]
    for suffix, part in words.suffixes.items():
        day = words.weekdays.get(word.removesuffix(suffix)) if word.endswith(suffix) else None
        if day is not None and len(suffix) >= _COMPOUND_REST:
            return (
                Item("weekday", str(day), None, token, token.text),
                Item("part", part, None, token, token.text),
            )
    return ()
