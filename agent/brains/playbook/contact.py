"""For whom a meeting is: the name and the address for the invitation, given or withheld."""

import re

from agent.brains.playbook import memory
from agent.brains.playbook.desk import Desk, Line
from agent.brains.playbook.vocabulary import plain, spoken
from agent.understanding.kinds import Intent

PERSON = re.compile(r"<<(?:PERSON|NAME)\w*_\d+[a-z]{0,2}>>")
MAIL = re.compile(r"<<EMAIL\w*_\d+[a-z]{0,2}>>|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CONTACT = frozenset({"name", "email", "phone", "company", "city"})
_NAME_WORDS = 4
_NO_NAME = ("no_name", "any_time", "none_of", "never_mind", "same_time")
_NO = (
    r"don t|dont|do not|not|no|without|rather|prefer not|won t|wont|never|nicht|kein\w*|ohne|"
    r"ungern|pas|sans|non|sin|nao|sem|senza|geen|niet|zonder|liever|nie|bez"
)
_ADDRESS = (
    r"e ?mails?|mails?|address\w*|mailadresse\w*|adres\w*|adress\w*|correos?|direccion|indirizzo|"
    r"endereco|maila|mejla|adresu|mailadres|courriel"
)
_LATER = r"when|later|after|once|spater|erst|plus tard|despues|dopo|depois|pozniej"
_WITHHELD = re.compile(
    rf"\b(?:{_NO})\b(?: \w+){{0,6}} (?:{_ADDRESS})\b"
    rf"|\b(?:{_ADDRESS})(?: \w+){{0,4}} (?:{_NO}|{_LATER})\b"
)
_FEW = 16  # words: a longer message is about more than the address
_NOT_THIS_TIME = frozenset({"name", "email"})


def name(desk: Desk) -> str | None:
    """As stated now, as known, or a short answer to the question for it."""
    stated = desk.state.signals.fact("name")
    if stated:
        return stated
    token = PERSON.search(desk.text)
    asked = "name" in asked_last(desk) or MAIL.search(desk.text) is not None
    if token and asked and not desk.state.colleague:  # "a demo with Ben": no name of their own
        return token.group()
    if known := desk.state.known.get("name"):
        return known
    bare = " ".join(MAIL.sub(" ", desk.text).strip(" ,.;:-").split())
    asked = "name" in asked_last(desk)
    is_plain = bool(bare) and len(bare.split()) <= _NAME_WORDS and not re.search(r"[\d?!@/]", bare)
    is_plain = is_plain and not any(spoken(kind).search(plain(bare)) for kind in _NO_NAME)
    other = set(desk.state.signals.intents) - {Intent.OTHER, Intent.GIVE_CONTACT}
    return bare if asked and is_plain and not other and not withholds(desk, desk.newest) else None


def email(desk: Desk) -> str | None:
    stated = desk.state.signals.fact("email")
    found = MAIL.search(desk.text)
    return stated or (found.group() if found else None) or desk.state.known.get("email")


def asked_last(desk: Desk) -> tuple[str, ...]:
    return memory.asked_in(desk.last_reply)


def withholds(desk: Desk, line: Line) -> bool:
    """``I'd rather not give my email``: an answer to our question, and no more than that."""
    text = plain(line.text)
    if line.is_ours or MAIL.search(line.text) or len(text.split()) > _FEW:
        return False
    asked = any("email" in memory.asked_in(one.text) for one in desk.history if one.is_ours)
    return asked and _WITHHELD.search(text) is not None


def is_about_address(desk: Desk) -> bool:
    """A no to giving an address, whether we have asked for it or not."""
    return _WITHHELD.search(plain(desk.text)) is not None


def wants_no_mail(desk: Desk) -> bool:
    """They have said so, and given no address since."""
    lines = [*desk.history, desk.newest]
    return email(desk) is None and any(withholds(desk, line) for line in lines)


def gives_contact(desk: Desk) -> bool:
    names_self = bool(PERSON.search(desk.text)) and not desk.state.colleague
    told = bool(MAIL.search(desk.text)) or names_self
    agreed = Intent.AFFIRM in desk.state.signals.intents
    asked = _NOT_THIS_TIME & set(asked_last(desk))
    withheld = withholds(desk, desk.newest)
    return told or withheld or (bool(asked) and (agreed or name(desk) is not None))


def new_address(desk: Desk) -> str | None:
    """Another address than the one that is known, given in this message."""
    known = desk.state.known.get("email")
    found = [match.group() for match in MAIL.finditer(desk.text)]
    told = desk.state.signals.fact("email") or (found[-1] if found else None)
    return told if told and told != known else None


def brings_others(desk: Desk) -> bool:
    return spoken("guests").search(plain(desk.text)) is not None
