"""Resolves what people write when they book into intervals, or into one precise question."""

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.understanding.timing.compose import Composer
from agent.understanding.timing.doubts import Doubts, Jury
from agent.understanding.timing.items import items_of
from agent.understanding.timing.rows import Row
from agent.understanding.timing.shapes import Question, When, Window
from agent.understanding.timing.things import dotted_before_numbers, without_names
from agent.understanding.timing.vocabulary import Vocabulary, vocabulary
from agent.understanding.timing.zones import zone_of
from agent.understanding.words import fold

__all__ = ["Question", "When", "Window", "resolve"]

_GREETING = re.compile(  # "guten Morgen" is no tomorrow; what is left keeps its place
    r"\b(?:good (?:morning|afternoon|evening)|"
    r"(?:guten|sch[oö]nen) (?:morgen|tag|abend|nachmittag)|"
    r"moin|buen[oa]s (?:d[ií]as|tardes|noches)|bonne (?:journ[eé]e|soir[eé]e)|"
    r"buongiorno|buona sera|"
    r"bo[am] (?:dia|tarde|noite)|goede(?:n|r)? ?(?:morgen|middag|avond|dag)|dzie[nń] dobry|"
    r"dobry wiecz[oó]r)\b",
    re.IGNORECASE,
)

_ONLY_DAY_OFF = re.compile(r"\bonly (?:free )?(?:day|days)( off(?: work)?)\b", re.IGNORECASE)
_OR_NONE = re.compile(  # "today before 11 or not at all"
    r",? (?:or (?:not at all|never|forget it)|oder (?:gar|überhaupt) nicht|ou (?:pas du tout|rien|"
    r"jamais)|o (?:nada|nunca)|o (?:niente|mai)|ou (?:nada|nunca)|of (?:helemaal )?(?:niet|nooit)|"
    r"albo wcale)\b(?! (?:on|before|after|am|vor|nach|le|el|il|op))",
    re.IGNORECASE,
)
_TEXTED = re.compile(r"\b2(?:mrw|morrow|moro|mrow)\b", re.IGNORECASE)
_B4 = re.compile(r"\bb4\b", re.IGNORECASE)
_PHONE = re.compile(  # "06 12 34 56 78": no sixth at noon
    r"(?<![\d:.,/])(?:\+\d[\d ./-]{7,}\d|0\d(?:[ .-]\d\d){4}|0\d[ -]\d{6,}|"
    r"0\d{2,4} ?[ /-] ?\d[\d -]{4,}\d)"
    r"(?![\d:])|\b\d{3}(?: \d{2,4}){2,}\b(?![:.,]\d)"
)
_ROUND_THE_CLOCK = re.compile(
    r"\b(?:24 ?h?(?:eures|oras|ore|rs)? ?(?:/|x|sur|su|por|per) ?(?:24|7)|7 ?(?:j|d|gg)? ?/ ?7)\b",
    re.IGNORECASE,
)
_THROUGH = re.compile(r"\bt/m\b", re.IGNORECASE)
_SPACED_DASH = re.compile(r"([^\W\d_]+)( [-–—] )([^\W\d_]+)")
_BEFORE_HOURS = {"godz", "ca", "approx"}
_SHORT_WORD = re.compile(r"\b([^\W\d_]{1,5})\.(?=\s*[\da-zà-ÿ(,;–-])")

_THOUSANDS = re.compile(  # "1 450 zł": one amount
    r"\b(\d{1,3}) (\d{3})(?=(?:,\d\d)? ?(?:€|eur\b|euros?\b|zł|pln\b|kr\b|\$|£|chf\b|fr\b))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b([^\W\d_]{1,4})\.(?=\s*\d)")


def resolve(
    text: str, *, now: datetime, zone: str, language: str, slot: datetime | None = None
) -> When:
    """The windows named in ``text``, read at ``now`` (aware UTC) where the person is.

    ``zone`` is where the person is believed to be (IANA); a zone they state wins. ``language`` is
    one of the supported ones. ``slot`` is the one time on the table, if there is just one: "an
    hour later" and "same time on Friday" lean on it. Nothing about time in the text gives no
    windows and no question; words that fit more than one time give the readings and the question,
    never a guess.
    """
    words = vocabulary(language)
    text = _TEXTED.sub(lambda match: "tmrw".ljust(len(match[0])), text)
    text = _B4.sub("by", text)
    text = _OR_NONE.sub(lambda match: " " * len(match[0]), text)
    text = _ONLY_DAY_OFF.sub(lambda match: "only day".ljust(len(match[0])), text)
    if language == "nl":
        text = _THROUGH.sub("tot", text)
    text = _PHONE.sub(lambda match: "☎".ljust(len(match[0])), text)
    text = _ROUND_THE_CLOCK.sub(lambda match: "☎".ljust(len(match[0])), text)
    text = _THOUSANDS.sub(r"\1\2 ", text)
    text = _without_dashes(text, words)
    text = _undotted(_GREETING.sub(lambda match: " " * len(match[0]), text), words)
    items = without_names(items_of(text, words), language)
    stated = zone_of(text, items, believed=zone)
    row = Row(stated.items, words, text)
    doubts = Jury(stated.items, words, text).weigh(row.read())
    here = ZoneInfo(stated.zone or zone)
    leans_on = slot.astimezone(here) if slot else None
    when = Composer(text, now, here, row.strange(), leans_on).compose(doubts.elements)
    when = _doubted(when, doubts)
    if stated.is_unclear and (when.windows or when.clocks):
        return replace(when, question=Question.WHICH_ZONE, zone=None)
    return replace(when, zone=stated.zone)


def _without_dashes(text: str, words: Vocabulary) -> str:
    """``I'm in Oslo - Friday at 3``: a dash between two thoughts is a comma."""

    def comma(match: re.Match[str]) -> str:
        left, right = fold(match[1]), fold(match[3])
        is_stretch = {left, right} <= words.ends_of_stretches or right in words.noons
        return match[0] if is_stretch else f"{match[1]} , {match[3]}"

    return _SPACED_DASH.sub(comma, text)


def _undotted(text: str, words: Vocabulary) -> str:
    """``Fr. 14:30`` is one sentence; every letter keeps its place."""
    dotted = words.dotted | _BEFORE_HOURS
    names = dotted_before_numbers(words.language)
    text = _NUMBERED.sub(lambda m: f"{m[1]} " if fold(m[1]) in names else m[0], text)
    return _SHORT_WORD.sub(lambda m: f"{m[1]} " if fold(m[1]) in dotted else m[0], text)


def _doubted(when: When, doubts: Doubts) -> When:
    """What was read with a doubt is only a reading: it is asked about, and let go if it is past."""
    if when.question is Question.PAST and not when.windows and not doubts.is_sure:
        return When()
    if when.question is not None or not when.windows or not (doubts.places or doubts.is_left_over):
        return when
    return replace(when, question=Question.AMBIGUOUS_DAY)
