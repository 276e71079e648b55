"""What sort of thing a question wants, and what finds one: a span, a time, a count, a name."""

import re
from collections.abc import Sequence

from agent.understanding.words import fold

_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirty|"
    r"ein\w*|zwei|drei|"
    r"vier|fünf|sechs|zehn|zwölf|un|une|deux|trois|quatre|cinq|dix|dos|tres|cuatro|cinco|due|tre)"
)
_UNIT = (
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|stunden?|minuten?|"
    r"(?:werk|arbeits)?tage?n?|wochen?|"
    r"monate?n?|jahre?n?|heures?|jours?|semaines?|mois|ans?|horas?|d[ií]as?|semanas?|"
    r"mes(?:es)?|años?|"
    r"ore|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|dias|uur|uren|dagen|weken|maanden|jaar|dni|"
    r"godzin\w*|"
    r"tygodni\w*|miesi\w+|lat)"
)
SPAN = re.compile(
    rf"\b{_NUMBER}(?:\s+(?:to|or|bis|à|a)\s+{_NUMBER})?[ '’-]*(?:\w+ )?{_UNIT}\b|\bsame day\b|km/h|"
    rf"\bevery {_UNIT}\b|\bquarter's end\b|\b(?:immediately|instantly|at once|any ?time|at any "
    rf"time|daily|weekly|"
    r"monthly|yearly|hourly|permanently|forever|overnight|around the clock|once an?|twice an?|"
    r"month by month|"
    r"sofort|jederzeit|täglich)\b",
    re.IGNORECASE,
)
MOMENT = re.compile(
    r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}\s?[ap]m\b|\b(?:19|20)\d\d\b|"
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\b|\b\w{3,}(?:day|tag)s?\b|"
    r"\b(?:within|after|before|until|weekdays)\b",
)
_COUNT = re.compile(
    rf"(?<![\w-]){_NUMBER}\b(?!\s?(?:%|€|EUR|CHF|£|\$|USD|GBP)|[ -]{_UNIT}\b|[:.]\d)|"
    rf"\b(?:unlimited|no limit|not limited|any number|as many|none|every)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"\b[A-ZÀ-Ý][a-zà-ÿ]+ [A-ZÀ-Ý][a-zà-ÿ]+\b|\b(?:officer|team|only)\b")
_PLACE = re.compile(r"\b(?:in|at|from|to|bei|aus|à|en|de|da|na|w)\s+(?:the )?[A-ZÀ-Ý]\w+")
_HOW_LONG = (
    "how long(?! have)|how soon|how quickly|how fast|how often|lead time|turnaround|notice period|"
    "delivery time|minimum term|wie lange|wie schnell|wie oft|combien de temps|quel delai|"
    "quelle est la duree|cuanto tiempo|cuanto (?:tarda|dura)|con que rapidez|quanto tempo|"
    r"quanto dura|quanto ci (?:vuole|vorra|vorrebbe|mett\w+)|quanto (?:leva|demora)|"
    r"cuanto (?:tard\w+|se tarda|llev\w+)|ile (?:trwa|potrwa|zajm\w+)|"
    "hoe lang|hoe snel|hoe vaak|jak dlugo|jak szybko|kundigungsfrist|preavis"
)
_WHEN = (
    "when|what time|by when|until when|which day|how old|how long have|opening hours|"
    "(?:support|business|office|working) hours|since when|wann|seit wann|quand|cuando|quando|"
    r"wanneer|kiedy|od kiedy|\w*zeiten|horaires?|horarios?|orari\w*|godziny"
)
_WHO = "who|whose|wer|wem|qui|quien(?:es)?|chi|quem|wie is|kto"
_WHERE = "where|which country|which city|based|wo|ou se|donde|dove|onde|waar|gdzie"
_HOW_MANY = (
    "how many|number of|what number|wie viele|combien de|cuant[oa]s|quant[iae]|quant[oa]s|"
    r"hoeveel|ile|minimum|smallest|at least|mindest\w*"
)
_WANTS: Sequence[tuple[re.Pattern[str], re.Pattern[str]]] = tuple(
    (re.compile(rf"\b(?:{asking})\b"), answer)
    for asking, answer in (
        (_HOW_LONG, SPAN), (_WHEN, MOMENT), (_WHO, NAME), (_WHERE, _PLACE), (_HOW_MANY, _COUNT),
    )
)  # fmt: skip


def wanted(question: str) -> re.Pattern[str] | None:
    """What finds an answer of the sort that is asked for; None when any sentence may answer."""
    folded = fold(question)
    return next((answer for asks, answer in _WANTS if asks.search(folded)), None)


def must_have(question: str) -> bool:
    """Whether nothing but a number or a span can answer."""
    return wanted(question) in {SPAN, _COUNT}


def is_span(question: str) -> bool:
    """Whether it asks for how long, and so for no price."""
    return wanted(question) is SPAN
