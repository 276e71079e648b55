"""How a person is spoken of: what tells people of one name apart. Words only, no records here."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from guardrails.names.not_names import NEVER
from guardrails.pseudonyms.relations import DEPARTMENTS, RELATIONS


class Referent(StrEnum):
    """Who a person is in a conversation; the vault numbers all but the prospect."""

    PROSPECT = "prospect"
    MEMBER = "member"
    THIRD = "third"
    NAMED = "named"  # somebody, and nothing says who: perhaps the prospect
    UNCLEAR = "unclear"  # a name that several people share, and nothing says which


@dataclass(frozen=True, slots=True, repr=False)
class Mention:
    """``cues``: the relations and firms by which a third person is told from others (``boss``,
    ``finance``). ``full``: the name on record. ``is_sure``: nobody else can be meant. ``by_firm``:
    only a firm or a department tells, which may be ours.
    """

    referent: Referent | None = None
    cues: frozenset[str] = field(default_factory=frozenset)
    full: str = ""
    is_sure: bool = False
    by_firm: bool = False

    def __repr__(self) -> str:
        return f"Mention({self.referent}, {len(self.cues)} cues)"


NOTHING_SAID = Mention()

_WHOSE = (
    r"(?:my|our|his|her|their|"
    r"meine?[mnrs]?|uns(?:e?re?[mnrs]?)|sein(?:e[mnr]?)?|ihr(?:e[mnr]?)?|"
    r"mon|ma|mes|notre|nos|son|sa|leur|mis?|nuestr[oa]s?|su|il mio|la mia|mi[oa]|nostr[oa]|suo|sua|"
    r"meu|minha|noss[oa]|seu|mijn|onze?|zijn|haar|"
    r"m[oó]j|moja|moj[aąeęi]\w{0,3}|nasz\w{0,3}|jego|jej)"
)
_LINK = r"(?:\s(?:is|ist|est|es|è|é|to|heißt|called|named)|'s name is|\sname is|,|:|\s\(|\s[–-])?"
_WORD = r"[^\W\d_][\w-]{1,24}"
_BEFORE = re.compile(rf"(?<!\w){_WHOSE}((?:\s{_WORD}){{1,3}}){_LINK}\s{{0,2}}$", re.IGNORECASE)
_AFTER = re.compile(
    rf"^\s{{0,2}}(?:,|\(|–|-|\s?(?:is|ist|est|es|è|é|to)(?=\s))\s{{0,2}}"
    rf"(?:(?:who|die|der|qui|que|che|która?|który)\s(?:is|est|es|è|é|jest)?\s?)?"
    rf"{_WHOSE}((?:\s{_WORD}){{1,3}})(?=\s{{0,2}}(?:[,.;:)!?–]|$))",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"^\s(?:(?i:from|in|at|of|aus|von|vom|beim?|im|chez|du|de|des|del|dell[ae']|dal|dall[ae']|"
    r"da|do|na|van|bij|uit|op|z|ze|od|w))\s?(?i:the\s|our\s|der\s|dem\s|la\s|le\s|el\s|il\s|l'|het\s|"
    r"de\s|uns(?:er)?e[rn]?\s|unserer\s)?"
    r"(?P<word>[^\W\d_][\w&.-]{1,24})"
)
_ITSELF = re.compile(
    r"(?:^|[\s(,.!])(?:my (?:\w+ )?name(?:'s| is)|i'm|i am|im|this is|it's|call me|"
    r"ich bin(?: der| die)?|ich hei(?:ß|ss)e|mein name ist|hier ist|hier spricht|"
    r"je m'appelle|je suis|c'est|mon nom est|me llamo|mi nombre es|soy|mi chiamo|sono|"
    r"il mio nome è|chamo-me|me chamo|(?:o )?meu nome é|sou(?: o| a)?|ik ben|ik heet|mijn naam is|"
    r"u spreekt met|nazywam si[ęe]|mam na imi[ęe]|jestem|z tej strony)\s{1,3}$",
    re.IGNORECASE,
)
_HERE = re.compile(r"^,?\s(?:here|hier|aquí|aqui|qui|ici|tutaj)(?:$|[\s,.!])", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:^|[\n.!?]\s?)(?:(?:hi|hey|hello|hallo|moin|salut|bonjour|hola|ciao|olá|oi|hoi|cześć)[,!]?\s)"
    r"?$",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"^['’]s\s|^s['’]\s", re.IGNORECASE)
_SMALL = re.compile(r"\s+([^\W\d_]+)$")
_SIGHT = 60  # characters on either side that can tell who is meant


def mention_in(text: str, start: int, end: int) -> Mention:
    """What the words round ``text[start:end]``, a name, say of whose name it is."""
    end = start + len(_without_small_words(text[start:end]))
    before = text[max(0, start - _SIGHT) : start]
    after = text[end : end + _SIGHT]
    firm = _firm(after)
    is_self = not _OTHERS.match(after) and (
        _ITSELF.search(before) is not None or _HERE.match(after) is not None
    )
    related = "" if is_self else _relation(before, after)
    if related:
        return Mention(Referent.THIRD, frozenset({related, firm.casefold()} - {""}))
    if is_self or (firm and not firm.islower() and _OPENS.search(before)):
        return Mention(Referent.PROSPECT)
    if firm:
        return Mention(Referent.THIRD, frozenset({firm.casefold()}), by_firm=True)
    return NOTHING_SAID


def _without_small_words(name: str) -> str:
    """A recogniser sometimes takes the next word along: "Ana here"."""
    while name[:1].isupper() and (last := _SMALL.search(name)) and last[1].islower():
        name = name[: last.start()]
    return name


def _relation(before: str, after: str) -> str:
    """The word right beside the name decides: "my boss and Ana" are two people."""
    for found in (_BEFORE.search(before), _AFTER.match(after)):
        word = found[1].casefold().split()[-1] if found else ""
        if word in RELATIONS:
            return RELATIONS[word]
    return ""


def _firm(after: str) -> str:
    """The department in a closed list, or the firm with its capital letter."""
    found = _FROM.match(after)
    if not found:
        return ""
    word = found["word"].rstrip(".")
    known = DEPARTMENTS.get(word if word.isupper() else word.casefold())
    if known:
        return known
    is_a_name = word[0].isupper() and word.casefold() not in NEVER
    return word if is_a_name and _COMES_FROM.match(after) else ""


_COMES_FROM = re.compile(
    r"^\s(?:from|at|von|bei|chez|de chez|bij|dall[ae']|da|z firmy)\s", re.IGNORECASE
)
