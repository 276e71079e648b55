"""Other people in what one person is given: each is named by their part in it, not by their name.

Whoever asks for their own data has a right to it, and the people they talked about to theirs
(GDPR Art. 15(4)).
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy

MEMBER, THIRD = "member", "third"
SHORTEST_PART = 3  # of a name that is masked without the rest of it
IS_PERSON = frozenset({"PERSON", "NAME"})


class Mask:
    """Value → what stands for it. Longer values first, so that a whole name is one mark."""

    def __init__(self, marks: Mapping[str, str]) -> None:
        values = sorted(marks, key=lambda value: (-len(value), value))
        found = "|".join(re.escape(value) for value in values)
        self._pattern = re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE) if values else None
        self._marks = {value.casefold(): mark for value, mark in marks.items()}

    def text(self, text: str) -> str:
        """``text`` without the others in it; JSON stays JSON."""
        if self._pattern is None:
            return text
        if text[:1] in {"{", "["}:
            try:
                body = json.loads(text)
            except ValueError:
                return self._pattern.sub(self._mark, text)
            masked = self.value(body)
            return text if masked == body else json.dumps(masked, ensure_ascii=False)
        return self._pattern.sub(self._mark, text)

    def value(self, value: Any) -> Any:
        """The same for every text in a structure; its keys are the house's own words."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return value

    def _mark(self, found: re.Match[str]) -> str:
        return self._marks.get(found.group().casefold(), "[…]")


def mask_for(
    session: Session,
    workspace_id: UUID,
    subject_ref: UUID,
    *,
    conversations: Iterable[UUID],
    marks: Mapping[str, str],
) -> Mask:
    """Everybody but this person: the team, and whom the person's conversations name."""
    own, others = set[str](), dict[str, str]()
    lead = leads.card_of_subject(session, workspace_id, subject_ref)
    if lead is not None:
        for value in (lead.name, lead.email, lead.phone):
            own |= _values(value)
    for thread in conversations:
        for item in privacy.load_vault(session, workspace_id, thread):
            is_name = item.entity in IS_PERSON
            if item.owner == "prospect":
                own |= _values(item.value) if is_name else {item.value.casefold()}
            else:
                mark = marks[MEMBER if item.owner == MEMBER else THIRD]
                others |= dict.fromkeys(_values(item.value) if is_name else {item.value}, mark)
    for member in accounts.members(session, workspace_id, with_inactive=True):
        others |= dict.fromkeys(_values(member.name) | {member.email}, marks[MEMBER])
    return Mask({value: mark for value, mark in others.items() if value.casefold() not in own})


def _values(name: str | None) -> set[str]:
    """A name as a whole and by its parts, folded."""
    if not name or not name.strip():
        return set()
    parts = {part for part in re.split(r"[\s,]+", name.casefold()) if len(part) >= SHORTEST_PART}
    return parts | {name.strip().casefold()}
