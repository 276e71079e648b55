"""The schema of ``workspace.yaml``, and what is wrong with a file that does not follow it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from salesgenix.accounts.rules import (
    MIN_PASSWORD_CHARACTERS,
    Disclosure,
    Discount,
    Email,
    FollowUps,
    Handover,
    Holidays,
    Language,
    Meeting,
    Profile,
    Qualification,
    QuietHours,
    Role,
    WorkingHours,
    Zone,
    normalise_email,
    normalise_origin,
)
from salesgenix.authority.rules import MAILS, ActionKind, Calendar, Limits, Rule
from salesgenix.authority.rules import QuietHours as RuleQuietHours
from salesgenix.kit.errors import Invalid
from salesgenix.knowledge.rules import Audience
from salesgenix.leads.rules import FactField, Stage
from salesgenix.workspaces.guarding import Guardrails, unusable_words

Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]+$")]
Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
Origin = Annotated[
    str,
    AfterValidator(normalise_origin),
    Field(json_schema_extra={"examples": ["https://www.example.com"]}),
]
Password = Annotated[str, Field(min_length=MIN_PASSWORD_CHARACTERS, max_length=1_000)]


class FileInvalid(Invalid):
    """``problems`` are lines such as ``reps[1].hours.mon[0]: ends before it starts``."""

    def __init__(self, name: str, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        lines = "\n  ".join(self.problems)
        super().__init__("workspace_file.invalid", f"{name}:\n  {lines}", count=len(self.problems))


class Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Company(Block):
    """The main user's company, as its prospects may know it."""

    name: Line
    site: Url | None = None
    about: Annotated[str, Field(max_length=4_000)] = ""
    privacy_url: Url | None = None
    postal_address: Annotated[str, Field(max_length=500)] = ""
    sender_email: Email | None = None
    brand_colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#2456e6"


class Agent(Block):
    """How the agent presents itself. That it is an AI is always said; the words may be yours."""

    name: Annotated[str, Field(min_length=1, max_length=60)] = "Assistant"
    languages: Annotated[
        list[Language], Field(min_length=1, description="The first is the default.")
    ] = ["en"]
    disclosure: dict[Language, Annotated[Disclosure, Field(min_length=10, max_length=500)]] = {}
    minor_age: Annotated[int, Field(ge=13, le=18)] = 13
    minor_purge_hours: Annotated[
        int,
        Field(
            ge=1, le=72, description="After which all about somebody who may be a child is deleted."
        ),
    ] = 24


class Site(Block):
    """A public key for the widget and where it may be shown. No origin: nowhere."""

    key: Annotated[str, Field(pattern=r"^pk_[A-Za-z0-9_-]{4,64}$")]
    origins: list[Origin] = []


class Busy(Block):
    """Time taken, on the rep's own clock unless an offset is given; a bare date is its midnight."""

    start: datetime
    end: datetime

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "Busy":
        if (self.start.tzinfo is None) != (self.end.tzinfo is None):
            raise ValueError("give both times an offset, or neither")
        if self.end <= self.start:
            raise ValueError("ends before it starts")
        return self

    def within(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The two instants."""
        start, end = (at if at.tzinfo else at.replace(tzinfo=zone) for at in (self.start, self.end))
        return start, end


class Journey(Block):
    """Days, both inclusive, on which somebody's hours are by the clock of another place."""

    first_day: date
    last_day: date
    zone: Zone

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Journey":
        if self.last_day < self.first_day:
            raise ValueError("it ends before it begins")
        return self


class Member(Block):
    """Somebody who signs in to the console."""

    name: Line
    email: Email
    role: Role
    password: Annotated[
        Password | None, Field(description="For demos. Leave it out and set it by invitation.")
    ] = None


class Rep(Block):
    """Somebody who talks to prospects and meets them."""

    name: Line
    email: Email
    role: Role = Role.REP
    password: Annotated[Password | None, Field(description="For demos only.")] = None
    zone: Annotated[Zone | None, Field(description="Left out: the workspace's.")] = None
    hours: WorkingHours = WorkingHours()
    busy: list[Busy] = []
    travel: list[Journey] = []
    takes_meetings: bool = True
    weight: Annotated[
        int, Field(ge=1, le=10, description="Their share when meetings are dealt out.")
    ] = 1

    @model_validator(mode="after")
    def _is_in_one_place(self) -> "Rep":
        trips = sorted(self.travel, key=lambda trip: trip.first_day)
        if any(one.last_day >= other.first_day for one, other in pairwise(trips)):
            raise ValueError("two journeys share a day")
        return self


People = Annotated[
    frozenset[str] | None, Field(description="Mail addresses or names of people in this file.")
]


class FileCalendar(Calendar):
    """When and with whom meetings may be; ``members`` by mail address or name, as in this file."""

    members: People = None  # type: ignore[assignment] # resolved when the file is applied


class FileRule(Rule):
    """A rule as a file writes it: people by mail address or name."""

    calendar: FileCalendar | None = None
    parts: tuple["FileRule", ...] = ()

    def members(self) -> frozenset[str]:
        """Everybody it names."""
        parts = (self, *self.parts)
        return frozenset[str]().union(*(p.calendar.members or () for p in parts if p.calendar))

    def with_members(self, ids: Mapping[str, UUID]) -> Rule:
        """The rule as it is enforced. ``ids`` are by case-folded address and name."""
        return Rule.model_validate(self._plain(ids))

    def _plain(self, ids: Mapping[str, UUID]) -> dict[str, Any]:
        body = self.model_dump()
        if self.calendar is not None and self.calendar.members is not None:
            body["calendar"]["members"] = {ids[who.casefold()] for who in self.calendar.members}
        return body | {"parts": [part._plain(ids) for part in self.parts]}  # noqa: SLF001 our own


class Instruction(Block):
    """An order in the owner's words, and the rule by which it is enforced."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    words: Annotated[str, Field(min_length=3, max_length=4_000)]
    rule: FileRule
    kind: Annotated[
        Literal["standing", "campaign", "one_off"],
        Field(description="A campaign and a one-off need rule.not_after."),
    ] = "standing"


class SeedLead(Block):
    """A person known from before; recognised by the address."""

    name: Line
    email: Email
    phone: Line | None = None
    company: Line | None = None
    position: Line | None = None
    language: Language | None = None
    zone: Zone | None = None
    stage: Stage = Stage.NEW
    facts: dict[FactField, Line] = {}

    def known(self) -> dict[FactField, str]:
        """Everything the file says of the person, by field."""
        columns = {
            FactField.NAME: self.name,
            FactField.EMAIL: self.email,
            FactField.PHONE: self.phone,
            FactField.COMPANY: self.company,
            FactField.POSITION: self.position,
        }
        return {field: value for field, value in columns.items() if value} | self.facts


class WorkspaceFile(Block):
    """A Salesgenix workspace, declared. `salesgenix apply workspace.yaml` makes it so."""

    workspace: Annotated[
        str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", description="Its short name, for good.")
    ]
    company: Company
    agent: Agent = Agent()
    zone: Zone = "UTC"
    knowledge: Annotated[
        str | None, Field(description="A folder of Markdown pages, beside this file.")
    ] = None
    sites: list[Site] = []
    meeting: Meeting = Meeting()
    discount: Discount = Discount()
    quiet_hours: QuietHours | None = None
    follow_ups: FollowUps = FollowUps()
    handover: Handover = Handover()
    qualification: Qualification = Qualification()
    holidays: Holidays = Holidays()
    decision_retention_months: Annotated[
        int, Field(ge=6, le=36, description="How long decision records are kept.")
    ] = 24
    guardrails: Guardrails = Guardrails()
    members: list[Member] = []
    reps: list[Rep] = []
    instructions: list[Instruction] = []
    leads: list[SeedLead] = []

    def profile(self) -> Profile:
        company, agent = self.company, self.agent
        return Profile(
            company=company.name,
            site=company.site or "",
            about=company.about.strip(),
            privacy_url=company.privacy_url or "",
            postal_address=company.postal_address.strip(),
            sender_email=company.sender_email or "",
            brand_colour=company.brand_colour,
            agent_name=agent.name,
            languages=agent.languages,
            disclosure=agent.disclosure,
            minor_age=agent.minor_age,
            minor_purge_hours=agent.minor_purge_hours,
            phone_regions=self.guardrails.phone_regions,
            zone=self.zone,
            meeting=self.meeting,
            discount=self.discount,
            quiet_hours=self.quiet_hours,
            follow_ups=self.follow_ups,
            handover=self.handover,
            qualification=self.qualification,
            holidays=self.holidays,
            decision_retention_months=self.decision_retention_months,
        )

    def rule_of(self, instruction: Instruction, ids: Mapping[str, UUID] | None = None) -> Rule:
        """The instruction's rule, with the workspace's policy where it sets no limit of its own.

        What only holds back is left as it is: a policy is no order. ``ids`` are those of the people
        in the file, by case-folded address and name.
        """
        first, *rest = (
            self._with_policy(part) for part in instruction.rule.with_members(ids or {}).flat()
        )
        return first.model_copy(update={"parts": tuple(rest)})

    def _with_policy(self, rule: Rule) -> Rule:
        if rule.effect == "bound":
            return rule
        limits: dict[str, Any] = {}
        if (
            ActionKind.DISCOUNT_OFFER in rule.actions
            and rule.limits.discount_ceiling_percent is None
        ):
            limits["discount_ceiling_percent"] = self.discount.ceiling_percent
            limits["above_ceiling"] = self.discount.above
        if rule.actions & MAILS:
            if rule.limits.follow_ups_max is None:
                limits["follow_ups_max"] = self.follow_ups.max
            if rule.limits.follow_up_gap_hours is None:
                limits["follow_up_gap_hours"] = self.follow_ups.gap_hours
            if rule.quiet_hours is None and self.quiet_hours is not None:
                quiet = RuleQuietHours(start=self.quiet_hours.start, end=self.quiet_hours.end)
                rule = rule.model_copy(update={"quiet_hours": quiet})
        changed = Limits.model_validate(rule.limits.model_dump() | limits)
        return rule.model_copy(update={"limits": changed})

    def names(self) -> frozenset[str]:
        """The people by whom a rule can name a member: addresses, and names that only one has."""
        people: list[Member | Rep] = [*self.members, *self.reps]
        called = [person.name.casefold() for person in people]
        alone = {name for name in called if called.count(name) == 1}
        return frozenset(person.email.casefold() for person in people) | alone


class FrontMatter(Block):
    """What stands above a knowledge page. A page that does not say so is not for prospects."""

    title: Line | None = None
    audience: Audience = Audience.INTERNAL
    valid_until: date | None = None
    url: Annotated[str, Field(max_length=500, pattern=r"^(https?://|/)\S*$")] | None = None
    language: Language | None = None


def read_declaration(value: Any) -> tuple[WorkspaceFile | None, list[str]]:
    """The file, or the problems that keep it from being one."""
    if not isinstance(value, dict):
        return None, ["the file must be a block of fields, beginning with: workspace"]
    try:
        file = WorkspaceFile.model_validate(value)
    except ValidationError as error:
        return None, plain_problems(error, WorkspaceFile)
    problems = list(_contradictions(file))
    return (None if problems else file), problems


def plain_problems(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """One line per problem: where it is, and what to do about it."""
    known = _field_names(model)
    return [
        f"{_path(problem['loc'])}: {_words(problem, known)}"
        for problem in error.errors(include_url=False)
    ]


def json_schema() -> dict[str, Any]:
    """The schema for editors."""
    schema = WorkspaceFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def json_schema_text() -> str:
    """As it lies in ``docs/workspace.schema.json``."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _contradictions(file: WorkspaceFile) -> Iterator[str]:
    """What no single field can see."""
    people = [(f"members[{n}]", person) for n, person in enumerate(file.members)]
    people += [(f"reps[{n}]", person) for n, person in enumerate(file.reps)]  # type: ignore[misc]
    yield from _repeated((f"{at}.email", normalise_email(who.email)) for at, who in people)
    yield from _repeated((f"sites[{n}].key", site.key) for n, site in enumerate(file.sites))
    yield from _repeated(
        (f"instructions[{n}].key", order.key) for n, order in enumerate(file.instructions)
    )
    yield from _repeated(
        (f"leads[{n}].email", normalise_email(lead.email)) for n, lead in enumerate(file.leads)
    )
    if not any(who.role == Role.OWNER for _, who in people):
        yield "members: nobody has the role owner"
    yield from _unusable(file)
    yield from unusable_words(file.guardrails)


def _unusable(file: WorkspaceFile) -> Iterator[str]:
    for language in file.agent.disclosure:
        if language not in file.agent.languages:
            yield f"agent.disclosure.{language}: the agent does not speak this language"
    for number, rep in enumerate(file.reps):
        if rep.takes_meetings and not rep.hours.as_json():
            yield f"reps[{number}].hours: takes meetings but has no hours"
    for number, order in enumerate(file.instructions):
        unknown = sorted(who for who in order.rule.members() if who.casefold() not in file.names())
        for who in unknown:
            yield f"instructions[{number}].rule.calendar.members: {who!r} is nobody in this file"
        lasting = any(part.effect == "grant" and not part.not_after for part in order.rule.flat())
        if order.kind != "standing" and lasting:
            yield f"instructions[{number}].rule.not_after: a {order.kind} order needs an end"
        granted = [part.limits for part in order.rule.flat() if part.effect == "grant"]
        ceiling = max(limits.discount_ceiling_percent or 0 for limits in [Limits(), *granted])
        if ceiling > file.discount.ceiling_percent:
            yield (
                f"instructions[{number}].rule.limits.discount_ceiling_percent: "
                f"is above discount.ceiling_percent ({file.discount.ceiling_percent})"
            )


def _repeated(places: Iterable[tuple[str, str]]) -> Iterator[str]:
    first: dict[str, str] = {}
    for path, value in places:
        if value in first:
            yield f"{path}: is the same as {first[value]}"
        first.setdefault(value, path)


def _path(loc: tuple[int | str, ...]) -> str:
    path = ""
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part != "[key]":
            shown = part if part.isprintable() and part.strip() else repr(part)
            path += f".{shown}" if path else shown
    return path or "the file"


def _words(problem: Any, known: frozenset[str]) -> str:
    kind, facts = problem["type"], problem.get("ctx", {})
    if kind == "extra_forbidden":
        near = get_close_matches(str(problem["loc"][-1]), known, n=1)
        return "is not a known field" + (f"; did you mean {near[0]}?" if near else "")
    if kind == "value_error":
        return str(facts["error"])
    words = _PLAIN.get(kind)
    return words(facts) if words else problem["msg"][:1].lower() + problem["msg"][1:]


_PLAIN: dict[str, Callable[[dict[str, Any]], str]] = {
    "missing": lambda _: "is missing",
    "string_type": lambda _: "must be text; put it in quotes",
    "int_type": lambda _: "must be a whole number",
    "int_parsing": lambda _: "must be a whole number",
    "int_from_float": lambda _: "must be a whole number",
    "bool_type": lambda _: "must be true or false",
    "bool_parsing": lambda _: "must be true or false",
    "list_type": lambda _: "must be a list",
    "tuple_type": lambda _: 'must be a pair such as ["09:00", "17:00"]',
    "frozen_set_type": lambda _: "must be a list",
    "dict_type": lambda _: "must be a block of fields",
    "mapping_type": lambda _: "must be a block of fields",
    "model_type": lambda _: "must be a block of fields",
    "enum": lambda facts: f"must be one of: {_listed(facts['expected'])}",
    "literal_error": lambda facts: f"must be one of: {_listed(facts['expected'])}",
    "greater_than_equal": lambda facts: f"must be at least {facts['ge']}",
    "less_than_equal": lambda facts: f"must be at most {facts['le']}",
    "multiple_of": lambda facts: f"must be a multiple of {facts['multiple_of']}",
    "string_too_short": lambda facts: f"must have at least {facts['min_length']} characters",
    "string_too_long": lambda facts: f"must have at most {facts['max_length']} characters",
    "string_pattern_mismatch": lambda facts: f"must be written like {facts['pattern']}",
    "too_short": lambda facts: f"must have at least {facts['min_length']} entries",
    "too_long": lambda facts: f"must have at most {facts['max_length']} entries",
    "timezone_aware": lambda _: "needs an offset such as +01:00",
}


def _listed(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ")


@cache
def _field_names(model: type[BaseModel]) -> frozenset[str]:
    schema = model.model_json_schema()
    blocks = [schema, *schema.get("$defs", {}).values()]
    return frozenset(name for block in blocks for name in block.get("properties", {}))
