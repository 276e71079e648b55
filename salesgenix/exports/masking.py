"""Other people in what one person is given: each is named by their part in it, not by their name.

Whoever asks for their own data has a right to it, and the people they talked about to theirs
(GDPR Art. 15(4)).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.leads import service as leads
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import service as privacy

MEMBER, THIRD = "member", "third"
SHORTEST_PART = 3  # of a name that is masked without the rest of it
SAME_NUMBER = 8  # digits at the end that make two phone numbers the same, however they are written
IS_PERSON = frozenset({"PERSON", "NAME"})
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"(?<!\w)\+?\(?\d[\d\s()./-]{5,}\d(?!\w)")


class Mask:
    """Value → what stands for it. Longer values first, so that a whole name is one mark.

    A phone number is known however it is written. Of a house with many people only those whose
    first word is in a text are looked for in it.
    """

    def __init__(self, marks: Mapping[str, str]) -> None:
        self._marks: dict[str, str] = {}
        self._by_word: dict[str, list[str]] = {}
        self._numbers: dict[str, str] = {}
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}
        for value, mark in marks.items():
            folded = _folded(value)
            if number := _number(value):
                self._numbers[number] = mark
            elif folded not in self._marks and (first := WORD.search(folded)):
                self._marks[folded] = mark
                self._by_word.setdefault(first.group(), []).append(folded)

    def text(self, text: str) -> str:
        """``text`` without the others in it; JSON stays JSON."""
        if text[:1] in {"{", "["}:
            try:
                body = json.loads(text)
            except ValueError:
                return self._plain(text)
            masked = self.value(body)
            return text if masked == body else json.dumps(masked, ensure_ascii=False)
        return self._plain(text)

    def value(self, value: Any) -> Any:
        """The same for every text in a structure; its keys are the house's own words."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return value

    def _plain(self, text: str) -> str:
        composed = unicodedata.normalize("NFC", text)
        masked = composed
        words = set(WORD.findall(_folded(composed)))
        if found := [value for word in words for value in self._by_word.get(word, ())]:
            named = tuple(sorted(found))
            if named not in self._patterns:
                self._patterns[named] = _pattern(named)
            masked = self._patterns[named].sub(self._mark, masked)
        if self._numbers:
            masked = NUMBER.sub(self._mark_number, masked)
        return text if masked == composed else masked

    def _mark(self, found: re.Match[str]) -> str:
        return self._marks.get(_folded(found.group()), "[…]")

    def _mark_number(self, found: re.Match[str]) -> str:
        return self._numbers.get(_number(found.group()), found.group())


def mask_for(
    session: Session,
    workspace_id: UUID,
    subject_ref: UUID,
    *,
    conversations: Iterable[UUID],
    marks: Mapping[str, str],
) -> Mask:
    """Everybody but this person: the team, whom the person's conversations name, and whoever else
    the workspace knows. What the person goes by themselves is never masked.
    """
    own, others = set[str](), dict[str, str]()
    lead = leads.card_of_subject(session, workspace_id, subject_ref)
    if lead is not None:
        own |= {part for value in _known(session, workspace_id, lead) for part in _values(value)}
    of_lead = frozenset(own)
    for thread in conversations:
        for item in privacy.load_vault(session, workspace_id, thread):
            is_name = item.entity in IS_PERSON
            if item.owner == "prospect":
                own |= _values(item.value) if is_name else {_folded(item.value)}
            else:
                mark = marks[MEMBER if item.owner == MEMBER else THIRD]
                others |= dict.fromkeys(_values(item.value) if is_name else {item.value}, mark)
    for member in accounts.members(session, workspace_id, with_inactive=True):
        others |= dict.fromkeys(_values(member.name) | {member.email}, marks[MEMBER])
    masked = {value: mark for value, mark in others.items() if _folded(value) not in own}
    neighbours = _neighbours(session, workspace_id, subject_ref)
    masked |= {value: marks[THIRD] for value in neighbours if not _is_of(value, of_lead)}
    return Mask(masked)


def _known(session: Session, workspace_id: UUID, lead: LeadCard) -> Iterator[str]:
    """What the person is called and reached by, and was before it was corrected."""
    yield from filter(None, (lead.name, lead.email, lead.phone))
    for fact in leads.history(session, workspace_id, lead.id):
        if fact.field in {"name", "email", "phone"} and fact.value:
            yield fact.value


def _neighbours(session: Session, workspace_id: UUID, subject_ref: UUID) -> Iterator[str]:
    """Whole names, addresses and numbers of every other prospect: what is said to be the person's
    own in a conversation may be one of theirs.
    """
    for card in leads.listing(session, workspace_id):
        if card.subject_ref != subject_ref:
            for value in (card.name, card.email, card.phone):
                if value and len(value.strip()) >= SHORTEST_PART:
                    yield value.strip()


def _is_of(value: str, own: frozenset[str]) -> bool:
    number = _number(value)
    return _folded(value) in own or (bool(number) and number in {_number(one) for one in own})


def _pattern(values: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(values, key=lambda value: (-len(value), value))
    found = "|".join(r"\s+".join(map(re.escape, value.split())) for value in longest_first)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _number(value: str) -> str:
    """The last digits of a phone number; nothing of what is none."""
    if not NUMBER.fullmatch(value.strip()):
        return ""
    digits = "".join(letter for letter in value if letter.isdecimal())
    return digits[-SAME_NUMBER:] if len(digits) >= SAME_NUMBER else ""


def _values(name: str | None) -> set[str]:
    """A name as a whole and by its parts, folded."""
    if not name or not name.strip():
        return set()
    folded = _folded(name)
    return {part for part in re.split(r"[\s,]+", folded) if len(part) >= SHORTEST_PART} | {folded}
