"""Resolves what people write when they book into intervals, or into one precise question."""

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.understanding.timing.compose import Composer
from agent.understanding.timing.items import items_of
from agent.understanding.timing.rows import Row
from agent.understanding.timing.shapes import Question, When, Window
from agent.understanding.timing.vocabulary import vocabulary
from agent.understanding.timing.zones import zone_of

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


def resolve(text: str, *, now: datetime, zone: str, language: str) -> When:
    """The windows named in ``text``, read at ``now`` (aware UTC) where the person is.

    ``zone`` is where the person is believed to be (IANA); a zone they state wins. ``language`` is
    one of the supported ones. Nothing about time in the text gives no windows and no question;
    words that fit more than one time give the readings and the question, never a guess.
    """
    text = _GREETING.sub(lambda match: " " * len(match[0]), text)
    words = vocabulary(language)
    items = items_of(text, words)
    stated = zone_of(text, items)
    elements = Row(stated.items, words, text).read()
    here = ZoneInfo(stated.zone or zone)
    when = Composer(text, now, here).compose(elements)
    if stated.is_unclear and (when.windows or when.clocks):
        return replace(when, question=Question.WHICH_ZONE, zone=None)
    return replace(when, zone=stated.zone)
