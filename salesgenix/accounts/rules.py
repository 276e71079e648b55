"""Who may do what, and the shapes of what a workspace says about itself."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import time, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from salesgenix.kit.errors import Forbidden, Invalid

SIGN_IN_LASTS = timedelta(hours=12)
FAILURE_WINDOW = timedelta(minutes=15)
MAX_FAILURES = 10  # per address within the window
MIN_PASSWORD_CHARACTERS = 12
MAX_PASSWORD_CHARACTERS = 1_000  # hashing is paid per byte
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
DEFAULT_PORTS = {"http": 80, "https": 443}


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    REP = "rep"
    VIEWER = "viewer"


class Verb(StrEnum):
    """What a member can be allowed to do in the console and the API."""

    READ = "read"
    REPLY = "reply"  # write in a conversation, take over, hand back, close tasks
    DECIDE_APPROVALS = "decide_approvals"
    EXPORT = "export"
    CHANGE_INSTRUCTIONS = "change_instructions"
    PAUSE = "pause"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_MEMBERS = "manage_members"
    ANSWER_REQUESTS = "answer_requests"  # about personal data: order what is done, or refuse


_REP = frozenset({Verb.READ, Verb.REPLY, Verb.DECIDE_APPROVALS})
_ADMIN = _REP | {
    Verb.EXPORT,
    Verb.CHANGE_INSTRUCTIONS,
    Verb.PAUSE,
    Verb.CHANGE_SETTINGS,
    Verb.ANSWER_REQUESTS,
}
PERMISSIONS: dict[Role, frozenset[Verb]] = {
    Role.VIEWER: frozenset({Verb.READ}),
    Role.REP: _REP,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _ADMIN | {Verb.MANAGE_MEMBERS},
}


def may(role: Role, verb: Verb) -> bool:
    return verb in PERMISSIONS[role]


def require(role: Role, verb: Verb) -> None:
    """Raises ``Forbidden`` (``role.may_not``) unless the role has the verb."""
    if not may(role, verb):
        raise Forbidden("role.may_not", f"A {role} may not {verb}.", role=role, verb=verb)


class SignInRefused(Forbidden):
    """Unknown address or wrong password, never told apart; the failure is counted."""

    keeps_writes = True


@cache
def zones() -> frozenset[str]:
    return frozenset(available_timezones())  # reads the whole time zone folder


def _known_zone(zone: str) -> str:
    if zone not in zones():
        raise ValueError(f"{zone!r} is not an IANA time zone such as Europe/Berlin")
    return zone


def _clock_time(text: str) -> str:
    if not re.fullmatch(CLOCK, text):
        raise ValueError(f"{text!r} is not a time such as 09:30")
    return text


def _end_time(text: str) -> str:
    return text if text == "24:00" else _clock_time(text)


def _ends_after_start(span: tuple[str, str]) -> tuple[str, str]:
    if span[1] <= span[0]:
        raise ValueError("ends before it starts")
    return span


def _no_overlap(spans: list[tuple[str, str]]) -> list[tuple[str, str]]:
    ordered = sorted(spans)
    for earlier, later in pairwise(ordered):
        if later[0] < earlier[1]:
            raise ValueError(f"{later[0]}-{later[1]} overlaps {earlier[0]}-{earlier[1]}")
    return ordered


def _plain_email(address: str) -> str:
    if not looks_like_email(address):
        raise ValueError(f"{address!r} is not a mail address")
    return address.strip()


Zone = Annotated[
    str, AfterValidator(_known_zone), Field(json_schema_extra={"examples": ["Europe/Berlin"]})
]
ClockTime = Annotated[
    str, AfterValidator(_clock_time), Field(json_schema_extra={"pattern": f"^{CLOCK}$"})
]
EndTime = Annotated[
    str, AfterValidator(_end_time), Field(json_schema_extra={"pattern": f"^({CLOCK}|24:00)$"})
]
Span = Annotated[tuple[ClockTime, EndTime], AfterValidator(_ends_after_start)]
Spans = Annotated[list[Span], AfterValidator(_no_overlap)]
Email = Annotated[
    str, AfterValidator(_plain_email), Field(json_schema_extra={"format": "idn-email"})
]


def _each_once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))


Region = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Regions = Annotated[list[Region], AfterValidator(_each_once), Field(max_length=40)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]


class WorkingHours(BaseModel):
    """Wall-clock spans per weekday, in the member's own zone. A day that is not named is free time.

    As JSON: ``{"mon": [["09:00", "12:30"], ["13:00", "17:00"]], …}``; ``24:00`` ends a day.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mon: Spans = []
    tue: Spans = []
    wed: Spans = []
    thu: Spans = []
    fri: Spans = []
    sat: Spans = []
    sun: Spans = []

    def as_json(self) -> dict[str, list[list[str]]]:
        days: dict[str, list[list[str]]] = self.model_dump(mode="json")
        return {day: spans for day, spans in days.items() if spans}


class Meeting(BaseModel):
    """The one kind of meeting that is offered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minutes: Annotated[int, Field(ge=5, le=480, multiple_of=5)] = 30
    notice_minutes: Annotated[int, Field(ge=0)] = 120
    buffer_minutes: Annotated[int, Field(ge=0, le=240, multiple_of=5)] = 0
    horizon_days: Annotated[int, Field(ge=1, le=365)] = 30
    label: Annotated[str, Field(min_length=1, max_length=60)] = "Demo"


class Discount(BaseModel):
    """Up to the ceiling the agent may offer by itself; above it asks first, or never does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ceiling_percent: Annotated[int, Field(ge=0, le=100)] = 0
    above: Literal["ask", "never"] = "never"


class QuietHours(BaseModel):
    """No message leaves between ``start`` and ``end`` of the recipient's clock, midnight or not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: ClockTime = "20:00"
    end: ClockTime = "08:00"

    @model_validator(mode="after")
    def _is_not_empty(self) -> "QuietHours":
        if self.start == self.end:
            raise ValueError("starts when it ends; leave quiet_hours out for none")
        return self

    def covers(self, moment: time) -> bool:
        clock = moment.strftime("%H:%M")
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


class Holidays(BaseModel):
    """Whose public holidays and weekend decide what a working day is, by ISO 3166."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "US"
    subdivision: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,3}$")] | None = None

    @model_validator(mode="after")
    def _is_a_calendar(self) -> "Holidays":
        if (self.country, self.subdivision) != ("US", None):
            from holidays import country_holidays  # noqa: PLC0415 every calendar of the world

            try:
                country_holidays(self.country, subdiv=self.subdivision)
            except NotImplementedError as error:
                raise ValueError("there is no calendar of that country or subdivision") from error
        return self


class FollowUps(BaseModel):
    """How often, and how far apart, the agent may write without having been answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max: Annotated[int, Field(ge=0, le=20)] = 2
    gap_hours: Annotated[int, Field(ge=1)] = 48


class Handover(BaseModel):
    """How long a prospect waits in vain, within working hours, before being told the truth."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wait_minutes: Annotated[int, Field(ge=1, le=60)] = 2  # for anybody of the team
    idle_minutes: Annotated[int, Field(ge=1, le=120)] = 10  # for the one who has taken over


class Qualification(BaseModel):
    """By which questions a lead is qualified, how many are asked, and whom the owner sells to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    framework: Literal["bant", "champ", "meddic"] = "bant"
    questions_max: Annotated[int, Field(ge=0, le=6)] = 3  # in one conversation
    size_from: Annotated[int, Field(ge=1)] | None = None  # people
    size_to: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> "Qualification":
        if self.size_from and self.size_to and self.size_to < self.size_from:
            raise ValueError("size_to is smaller than size_from")
        return self


# How the eight languages say that it is no person who answers.
_SAYS_AI = re.compile(
    r"\b(?:AI|KI|IA|SI)\b|artifici|artificiel|künstlich|kunstmatig|sztuczn|inteligencia artificial",
    re.IGNORECASE,
)


def _says_ai(text: str) -> str:
    if text.strip() and not _SAYS_AI.search(text):  # none: the house's own words
        raise ValueError("a disclosure says that an AI is answering")
    return text


Disclosure = Annotated[str, AfterValidator(_says_ai)]


class Profile(BaseModel):
    """What a workspace says about itself and wants; the first language is the default."""

    model_config = ConfigDict(frozen=True)

    company: Annotated[str, Field(min_length=1, max_length=120)]
    site: str = ""
    agent_name: Annotated[str, Field(min_length=1, max_length=60)] = "Assistant"
    languages: Annotated[list[Language], Field(min_length=1)] = ["en"]
    zone: Zone = "UTC"
    about: str = ""
    disclosure: dict[
        Language, Disclosure
    ] = {}  # the AI disclosure per language; none: the house's words
    privacy_url: str = ""
    postal_address: str = ""
    sender_email: str = ""
    meeting: Meeting = Meeting()
    discount: Discount = Discount()
    quiet_hours: QuietHours | None = None
    follow_ups: FollowUps = FollowUps()
    handover: Handover = Handover()
    qualification: Qualification = Qualification()
    holidays: Holidays = Holidays()
    minor_age: Annotated[int, Field(ge=13, le=18)] = 13
    minor_purge_hours: Annotated[int, Field(ge=1, le=72)] = 24
    phone_regions: Regions = []  # none: where its zone and languages are
    decision_retention_months: Annotated[int, Field(ge=6, le=36)] = 24
    brand_colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#2456e6"


def looks_like_email(text: str) -> bool:
    """A mail address in everyday form (no quoted local parts, no address literals)."""
    local = r"[^\s@<>\"(),:;\\\[\]\x00-\x1f]{1,64}"
    domain = r"(?=.{4,253}$)([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_]([\w-]{0,61}[^\W_])"
    return re.fullmatch(f"{local}@{domain}", text.strip()) is not None


def normalise_email(address: str) -> str:
    """The form in which addresses are compared: trimmed, case folded, the domain as IDNA."""
    local, _, domain = address.strip().casefold().rpartition("@")
    with suppress(UnicodeError):  # not a domain name: equality of the folded text has to do
        domain = domain.encode("idna").decode()
    return f"{local}@{domain}"


def normalise_origin(text: str) -> str:
    """``https://shop.example`` as a browser writes it; plain ``http`` only on loopback.

    ``ValueError`` in plain words otherwise. A wildcard is no origin.
    """
    parts = urlsplit(text.strip())
    host = (parts.hostname or "").lower()
    if parts.scheme not in DEFAULT_PORTS or not re.fullmatch(r"[a-z0-9.:-]+", host):
        raise ValueError(f"{text!r} is not an origin such as https://www.example.com")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(f"{text!r} has more than scheme, host and port")
    is_loopback = host in LOOPBACK_HOSTS or host.endswith(".localhost")
    if parts.scheme == "http" and not is_loopback:
        raise ValueError(f"{text!r} must be https (http is for loopback only)")
    name = f"[{host}]" if ":" in host else host
    port = parts.port
    suffix = "" if port is None or port == DEFAULT_PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{name}{suffix}"


def allows_origin(origins: list[str], origin: str) -> bool:
    """Whether a page at ``origin`` may show the widget. An empty list allows none."""
    try:
        return normalise_origin(origin) in {normalise_origin(allowed) for allowed in origins}
    except ValueError:
        return False


def checked_origins(origins: Iterable[str]) -> list[str]:
    """Each once, as a browser sends it. ``Invalid`` (``origin.malformed``) names the wrong one."""
    try:
        return list(dict.fromkeys(normalise_origin(origin) for origin in origins))
    except ValueError as error:
        raise Invalid("origin.malformed", f"{error}.") from error


def checked_password(password: str) -> str:
    """``Invalid`` (``password.length``) when it is too short to keep, or too long to hash."""
    if not MIN_PASSWORD_CHARACTERS <= len(password) <= MAX_PASSWORD_CHARACTERS:
        raise Invalid(
            "password.length",
            f"A password has {MIN_PASSWORD_CHARACTERS} to {MAX_PASSWORD_CHARACTERS} characters.",
        )
    return password
