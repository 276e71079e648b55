"""A message as it was typed or pasted, line by line: whole again, without what only counts."""

import re

from agent.brains.playbook.quoting import picking
from agent.brains.playbook.quoting.figures import PAID
from agent.brains.playbook.vocabulary import asks_amount, opens_a_question, plain, spoken
from agent.understanding.numerals import numbers_in
from agent.understanding.words import fold

WRAPPED = 45  # letters: a line that long may have been broken by a mail program
_LISTED = re.compile(r"\s*(?:[-*•>]|\d+[.)]|[a-z][.)])\s")
_ENDED = re.compile(r"[.!?…:;]\s*[\"”’)]?\s*$")
_LABEL = re.compile(r"^(?P<label>[^\W\d]+(?:\s[^\W\d]+){0,2})\s?[:,)–-]\s+(?=\S)")
_EARLY = 60  # letters, within which a wish to know stands before its question
_FEW = 5  # words
_FEWEST = 3  # words that a counted question has beside its number

_AFTER_A_MARK = re.compile(r"(?<=[?!])\s+(?=\w)")
_AFTER_A_STOP = re.compile(r"(?<=[^\W\d_]{3}\.)\s+(?=\w)|(?<=\d\.)\s+(?=[^\W\d_])")
_DAY = re.compile(r"\b(?:am|der|den|dem|vom|zum|bis|ab|im|die|das) \d{1,2}\.$", re.IGNORECASE)
_SHORT = 14  # words
_CLAUSE = re.compile(r"[,;:.!–-]\s+|\s+(?:and|und|et|y|e|en|i)\s+")
_QUOTED = re.compile(r"^[^?\"“„«]{4,40}[\"“„«](?P<asked>[^\"”“»]{6,200}\?)[\"”“»]\.?$")
_WHETHER = re.compile(
    r"(?:^|,\s*|\s+(?:and|und|et|y|e|en|i|or)\s+|,\s*(?:and|und|et|y|e|en|i|or)\s+)"
    r"(?:if|whether|ob|si|se|of|czy)\s+|\s+(?:whether|ob|czy)\s+"
    r"|,\s*(?:(?:and|und|et|y|e|en|i)\s+)?(?=\w)",
    re.IGNORECASE,
)
_BEFORE = 2  # words: "and then you said"


def unwrapped(text: str) -> list[str]:
    """The lines of a text; one that a mail program broke in the middle is whole again."""
    found: list[str] = []
    is_open = False
    for line in text.splitlines():
        goes_on = bool(line.strip()) and not _LISTED.match(line)
        if is_open and goes_on:
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            found.append(line)
        is_open = len(line) >= WRAPPED and not _ENDED.search(line)
    return found


def uncounted(part: str) -> str:
    """``Second: which …``, ``und drittens, wie …``: the question without its number in a list."""
    label = _LABEL.match(part)
    if label is None or spoken("counting").fullmatch(plain(label["label"])) is None:
        return part
    rest = part[label.end() :]
    return rest if len(rest.split()) >= _FEWEST else part


def earnest(part: str) -> str:
    """``was kostet der Spaß im Jahr?`` without the jest, which no page could answer."""
    found = spoken("jest").search(level(part))
    return " ".join(f"{part[: found.start()]}{part[found.end() :]}".split()) if found else part


def is_figure(part: str, language: str) -> bool:
    """``et dix alors ?``, ``9 then``: one number, and next to nothing beside it."""
    return len(part.split()) <= _FEW and len(numbers_in(part, language=language)) == 1


def level(text: str) -> str:
    """In small letters without accents, each letter in its place: "ß" stays one."""
    return "".join(one if len(one := fold(letter)) == 1 else letter for letter in text)


def unrelayed(part: str) -> str:
    """``Mich würde interessieren, wo …``: the question without the wish to know it."""
    folded = re.sub("['’]", " ", level(part[:_EARLY]))
    wish = spoken("relaying").search(folded)
    rest = part[wish.end() :].lstrip(" ,:;") if wish else ""
    return rest if len(rest.split()) >= _FEWEST and opens_a_question(rest) else part


def asked_through(sentence: str) -> list[str]:
    """``"Ask them what it costs and whether there's an app"``, ``he wrote back "and yearly?"``:
    the questions themselves; none where nobody asks through this person.
    """
    quoted = _QUOTED.match(sentence.strip())
    if quoted is not None and not opens_a_question(sentence):
        return [quoted["asked"]]
    opening = spoken("ask_them").match(re.sub("['’]", " ", level(sentence)).lstrip(' "“„«'))
    if opening is None:
        return []
    rest = sentence.strip().lstrip('"“„«')[opening.end() :].strip(' ."”“»')
    pieces = [one.strip(' ,.?"”»') for one in _WHETHER.split(rest)]
    return [f"{one}?" for one in pieces if len(one.split()) >= _BEFORE]


def apart(sentence: str) -> list[str]:
    """At question marks, and before a question that begins in small letters."""
    if asked := asked_through(sentence):
        return asked
    found: list[str] = []
    for piece in _AFTER_A_MARK.split(sentence):
        stop = _AFTER_A_STOP.search(piece)
        rest = piece[stop.end() :] if stop else ""
        if stop and _DAY.search(piece[: stop.start()]):
            stop = None  # "am 8. kann ich nicht"
        if stop and (opens_a_question(rest) or asks_amount(rest)):
            found += [piece[: stop.start()], rest]
        else:
            found.append(piece)
    return found


def asks_somewhere(sentence: str, *halves: str) -> bool:
    """A long sentence in which nothing asks only tells, whatever its halves mention."""
    is_short = len(sentence.split()) <= _SHORT
    return is_short or sentence.endswith("?") or any(map(opens_a_question, halves))


def asks_for_name(part: str) -> bool:
    """``Works with BambooHR?``: a mark, and a word that is no word of courtesy."""
    return part.endswith("?") and any(term.names for term in picking.terms(part))


def to_the_point(part: str) -> str:
    """A piece without scolding, claims, jests, numbers of a list and the wish to know."""
    return unrelayed(uncounted(earnest(unclaimed(unscolded(part)))))


def unclaimed(part: str) -> str:
    """``And like you said, it is free for a year, right?``: the question of fact that it is,
    without who is said to have said so.
    """
    folded = re.sub("['’]", " ", level(part))
    bare = part
    opening = spoken("attributed").search(folded[:_EARLY])
    if opening is not None and len(folded[: opening.start()].split()) <= _BEFORE:
        rest = part[opening.end() :].lstrip(" ,:;")
        part = rest if len(rest.split()) >= _FEWEST else part
    part = _untagged(part)
    # The amount they name would be read as a number of people, and is what is asked about.
    return part if part == bare else " ".join(PAID.sub(" price ", part).split())


def unscolded(part: str) -> str:
    """``Stop sending me to that page, just tell me the total``: what they want to be told."""
    folded = re.sub("['’]", " ", level(part))
    if spoken("enough_of_it").match(folded.lstrip()) is None:
        return part
    for mark in _CLAUSE.finditer(folded):
        rest = folded[mark.end() :].lstrip()
        if spoken("told_instead").match(rest) and len(rest.split()) >= _FEWEST:
            return part[len(part) - len(rest) :]
    return part


def is_claimed(text: str) -> bool:
    """Whether a text ends in asking us to say that it is so."""
    return any(_untagged(piece) != piece for piece in apart(text.strip()))


def _untagged(part: str) -> str:
    bare = re.sub("['’]", " ", level(part)).rstrip(" ?!.")
    tags = [one for one in spoken("tagged").finditer(bare) if one.end() == len(bare)]
    if not tags or not part.rstrip().endswith("?"):
        return part
    rest = part[: tags[0].start()].rstrip()
    is_apart = rest.endswith((",", "-", "–", ";", "…", "."))
    rest = rest.rstrip(" ,;–-….")
    return f"{rest}?" if is_apart and len(rest.split()) >= _FEWEST else part
