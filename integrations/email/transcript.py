"""A conversation as a mail to the person who had it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from integrations.email.letter import NO_WAY_BACK, Back, House, Letter, words_of, write_letter


@dataclass(frozen=True, slots=True)
class Line:
    """One public message. ``name`` is the person's behind it, where a rep wrote."""

    who: Literal["prospect", "agent", "rep", "system"]
    text: str
    at: datetime
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The person who asked for it, with their language and IANA zone."""

    name: str | None
    email: str
    language: str
    zone: str


def compose_transcript(
    lines: Sequence[Line],
    *,
    house: House,
    reader: Reader,
    message_id: str,
    now: datetime,
    back: Back = NO_WAY_BACK,
) -> bytes:
    words = words_of(reader.language)
    facts = {"company": house.company, "agent": house.agent}
    told = [words["transcript"]["body"]]
    for line in lines:
        who = line.name or words["who"][line.who].format(**facts)
        clock = line.at.astimezone(ZoneInfo(reader.zone)).strftime("%Y-%m-%d %H:%M")
        told.append(f"{clock}  {who}:\n{line.text}")
    letter = Letter(
        house=house,
        recipient_name=reader.name,
        recipient_email=reader.email,
        language=reader.language,
        subject=words["transcript"]["subject"].format(**facts),
        text="\n\n".join(told),
        message_id=message_id,
        at=now,
        token=back.token,
        unsubscription=back.unsubscription,
    )
    return write_letter(letter)
