"""What a workspace knows about a person: learnt bit by bit, each with its source, all sealed.

Two leads may turn out to be one person: an anonymous visitor gives the address of a lead that is
known already. Both are kept, each with its own ``subject_ref`` and key, since only the address says
that they are one; ``find_by_email`` returns the oldest and ``same_person`` all of them.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts.rules import looks_like_email, normalise_email
from salesgenix.db import Wakeup, announce, journal_of, keyring_of, read_sealed, write_sealed
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.kit.journal import Kind
from salesgenix.leads import repository
from salesgenix.leads.models import Lead, LeadFact
from salesgenix.leads.rules import (
    MAX_VALUE_CHARACTERS,
    MIRRORED,
    FactField,
    FactKind,
    Stage,
    check_move,
    normalise_phone,
    parted,
)


@dataclass(frozen=True, slots=True)
class FactCard:
    id: UUID
    field: FactField
    value: str
    quote: str | None
    source: str
    kind: FactKind
    collected_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class LeadCard:
    """``facts`` are those in force, oldest first; ``history`` gives the superseded ones too."""

    id: UUID
    workspace_id: UUID
    subject_ref: UUID
    name: str | None
    email: str | None
    phone: str | None
    company: str | None
    position: str | None
    stage: Stage
    language: str | None
    zone: str | None
    source: str
    created_at: datetime
    touched_at: datetime
    owner_member_id: UUID | None
    is_frozen: bool
    restricted_at: datetime | None
    paused_at: datetime | None
    facts: list[FactCard]


def create(
    session: Session,
    workspace_id: UUID,
    source: str,
    *,
    now: datetime,
    language: str | None = None,
    zone: str | None = None,
    stage: Stage = Stage.NEW,
) -> LeadCard:
    """A person of whom nothing is known yet but where they came from."""
    row = Lead(
        workspace_id=workspace_id,
        source=source,
        language=language,
        zone=zone,
        stage=stage,
        created_at=now,
        touched_at=now,
    )
    session.add(row)
    session.flush()
    return _card(session, row, [])


def card(session: Session, workspace_id: UUID, lead_id: UUID) -> LeadCard:
    row = _lead(session, workspace_id, lead_id)
    return _card(session, row, repository.facts_in_force(session, workspace_id, [row.id])[row.id])


def card_of_subject(session: Session, workspace_id: UUID, subject_ref: UUID) -> LeadCard | None:
    row = repository.lead_of_subject(session, workspace_id, subject_ref)
    if row is None:
        return None
    return _card(session, row, repository.facts_in_force(session, workspace_id, [row.id])[row.id])


def listing(session: Session, workspace_id: UUID, *, limit: int | None = None) -> list[LeadCard]:
    """Lately touched first."""
    rows = repository.leads(session, workspace_id, limit)
    facts = repository.facts_in_force(session, workspace_id, [row.id for row in rows])
    return [_card(session, row, facts[row.id]) for row in rows]


def cards(session: Session, workspace_id: UUID, lead_ids: list[UUID]) -> dict[UUID, LeadCard]:
    """Those of the leads that are in this workspace, without their facts: for lists."""
    rows = repository.leads_of(session, workspace_id, lead_ids)
    return {row.id: _card(session, row, []) for row in rows}


def learn(
    session: Session,
    workspace_id: UUID,
    lead_id: UUID,
    field: FactField | str,
    *,
    value: str,
    quote: str | None,
    source: str,
    now: datetime,
    kind: FactKind = FactKind.OBSERVED,
) -> FactCard:
    """Keeps one fact in place of an older one of its field; the same value changes nothing.

    Name, mail, phone, company and position also go to the lead's own columns, mail and phone with
    a blind index. ``Conflict`` (``lead.frozen``) for a minor or a person being erased; ``Invalid``
    for an unknown field, an empty or overlong value, or what is no mail address or phone number.
    """
    row = _lead(session, workspace_id, lead_id)
    if row.is_frozen:
        raise Conflict("lead.frozen", "Nothing more is learnt about this person.")
    name = _field(field)
    value = _checked_value(name, value)
    for fact in repository.facts_in_force(session, workspace_id, [lead_id])[lead_id]:
        if fact.field == name and read_sealed(session, fact, "value") == value:
            return _fact_card(session, fact)
    repository.supersede(session, workspace_id, lead_id, name, now=now)
    where, place = parted(source)
    fact = LeadFact(
        workspace_id=workspace_id,
        lead_id=lead_id,
        subject_ref=row.subject_ref,
        field=name,
        source=where,
        kind=kind,
        collected_at=now,
    )
    write_sealed(session, fact, value=value, quote=quote, place=place)
    session.add(fact)
    _mirror(session, row, name, value)
    _touch(session, row, now)
    return _fact_card(session, fact)


def history(session: Session, workspace_id: UUID, lead_id: UUID) -> list[FactCard]:
    """Every fact ever held, superseded ones too, oldest first."""
    rows = repository.facts(session, workspace_id, _lead(session, workspace_id, lead_id).id)
    return [_fact_card(session, fact) for fact in rows]


def find_by_email(session: Session, workspace_id: UUID, email: str) -> LeadCard | None:
    """The lead that had the address first."""
    found = same_person(session, workspace_id, email)
    return found[0] if found else None


def same_person(session: Session, workspace_id: UUID, email: str) -> list[LeadCard]:
    """All leads with that address, oldest first."""
    blind = email_index(session, workspace_id, email)
    rows = repository.leads_by_email(session, workspace_id, blind)
    return [card(session, workspace_id, row.id) for row in rows]


def find_by_phone(session: Session, workspace_id: UUID, phone: str) -> LeadCard | None:
    """The lead that had the number first; national forms cannot be found."""
    e164 = normalise_phone(phone)
    if e164 is None:
        return None
    blind = keyring_of(session).blind(workspace_id, "phone", e164)
    rows = repository.leads_by_phone(session, workspace_id, blind)
    return card(session, workspace_id, rows[0].id) if rows else None


def email_index(session: Session, workspace_id: UUID, email: str) -> bytes:
    return keyring_of(session).blind(workspace_id, "email", normalise_email(email))


def move_stage(
    session: Session,
    workspace_id: UUID,
    lead_id: UUID,
    stage: Stage,
    *,
    now: datetime,
    by_person: bool = False,
) -> LeadCard:
    """``Conflict`` when the agent would re-open an ended sale; see ``rules.check_move``."""
    row = _lead(session, workspace_id, lead_id)
    check_move(Stage(row.stage), stage, by_person=by_person)
    if row.stage != stage:
        row.stage = stage
        _touch(session, row, now)
    return card(session, workspace_id, lead_id)


def settle(
    session: Session,
    workspace_id: UUID,
    lead_id: UUID,
    *,
    now: datetime,
    language: str | None = None,
    zone: str | None = None,
) -> None:
    """Notes the language or the time zone the person turned out to use; ``None`` leaves it."""
    row = _lead(session, workspace_id, lead_id)
    row.language = language or row.language
    row.zone = zone or row.zone
    _touch(session, row, now)


def assign(
    session: Session, workspace_id: UUID, lead_id: UUID, member_id: UUID | None, *, now: datetime
) -> None:
    row = _lead(session, workspace_id, lead_id)
    row.owner_member_id = member_id
    _touch(session, row, now)


def freeze(session: Session, workspace_id: UUID, lead_id: UUID, *, now: datetime) -> LeadCard:
    """No more selling to this person and no more learning about them: a minor, or being erased."""
    row = _lead(session, workspace_id, lead_id)
    if not row.is_frozen:
        row.is_frozen = True
        _touch(session, row, now)
    return card(session, workspace_id, lead_id)


def unfreeze(session: Session, workspace_id: UUID, lead_id: UUID, *, now: datetime) -> LeadCard:
    """It was no child after all."""
    row = _lead(session, workspace_id, lead_id)
    if row.is_frozen:
        row.is_frozen = False
        _touch(session, row, now)
    return card(session, workspace_id, lead_id)


def pause(
    session: Session, workspace_id: UUID, lead_id: UUID, by: UUID | None, *, now: datetime
) -> LeadCard:
    """The agent leaves this person alone until ``resume``. Pausing twice keeps the first pause."""
    row = _lead(session, workspace_id, lead_id)
    if row.paused_at is None:
        row.paused_at, row.paused_by = now, by
        _touch(session, row, now)
    return card(session, workspace_id, lead_id)


def resume(session: Session, workspace_id: UUID, lead_id: UUID, *, now: datetime) -> LeadCard:
    """What waited for this person goes on, each piece judged again."""
    row = _lead(session, workspace_id, lead_id)
    if row.paused_at is not None:
        row.paused_at, row.paused_by = None, None
        _touch(session, row, now)
    return card(session, workspace_id, lead_id)


def restrict(session: Session, workspace_id: UUID, lead_id: UUID, *, now: datetime) -> LeadCard:
    """The person's data is kept from here on and not used, until ``release``."""
    row = _lead(session, workspace_id, lead_id)
    if row.restricted_at is None:
        row.restricted_at = now
        facts = {"subject_ref": str(row.subject_ref)}
        journal_of(session).append(Kind.RESTRICTION, workspace_id, facts)
        _touch(session, row, now)
    return card(session, workspace_id, lead_id)


def release(session: Session, workspace_id: UUID, lead_id: UUID, *, now: datetime) -> LeadCard:
    row = _lead(session, workspace_id, lead_id)
    if row.restricted_at is not None:
        row.restricted_at = None
        facts = {"subject_ref": str(row.subject_ref)}
        journal_of(session).append(Kind.RELEASE, workspace_id, facts)
        _touch(session, row, now)
    return card(session, workspace_id, lead_id)


def correct(
    session: Session,
    workspace_id: UUID,
    lead_id: UUID,
    field: FactField | str,
    *,
    value: str,
    now: datetime,
) -> list[str]:
    """Puts the right value in place of every wrong one ever held of the field, which are deleted.

    Also for somebody frozen or restricted: a right is not lost by it. Returns what is gone.
    """
    row = _lead(session, workspace_id, lead_id)
    name = _field(field)
    value = _checked_value(name, value)
    wrong = []
    for fact in repository.facts(session, workspace_id, lead_id):
        if fact.field == name:
            wrong.append(read_sealed(session, fact, "value") or "")
            session.delete(fact)
    fact = LeadFact(
        workspace_id=workspace_id,
        lead_id=lead_id,
        subject_ref=row.subject_ref,
        field=name,
        source="correction",
        kind=FactKind.OBSERVED,
        collected_at=now,
    )
    write_sealed(session, fact, value=value)
    session.add(fact)
    _mirror(session, row, name, value)
    _touch(session, row, now)
    return [gone for gone in dict.fromkeys(wrong) if gone and gone != value]


def _lead(session: Session, workspace_id: UUID, lead_id: UUID) -> Lead:
    row = repository.lead(session, workspace_id, lead_id)
    if row is None:
        raise NotFound("lead.unknown", "There is no such lead.")
    return row


def _field(field: str) -> FactField:
    try:
        return FactField(field)
    except ValueError as error:
        raise Invalid(
            "fact.field", f"{field!r} is not a field that may be kept about a person.", field=field
        ) from error


def _checked_value(field: FactField, value: str) -> str:
    value = " ".join(value.split())
    if not value or len(value) > MAX_VALUE_CHARACTERS:
        raise Invalid("fact.value", f"A value has 1 to {MAX_VALUE_CHARACTERS} characters.")
    if field == FactField.EMAIL and not looks_like_email(value):
        raise Invalid("fact.email", "That is not a mail address.")
    if field == FactField.PHONE and not any(sign.isdigit() for sign in value):
        raise Invalid("fact.phone", "That is not a phone number.")
    return value


def _mirror(session: Session, row: Lead, field: FactField, value: str) -> None:
    if field not in MIRRORED:
        return
    write_sealed(session, row, **{field: value})
    keyring = keyring_of(session)
    if field == FactField.EMAIL:
        row.email_blind = email_index(session, row.workspace_id, value)
    elif field == FactField.PHONE:
        e164 = normalise_phone(value)
        row.phone_blind = keyring.blind(row.workspace_id, "phone", e164) if e164 else None


def _touch(session: Session, row: Lead, now: datetime) -> None:
    row.touched_at = now
    session.add(row)
    session.flush()
    announce(session, Wakeup(row.workspace_id, "feed", row.id))


def _card(session: Session, row: Lead, facts: list[LeadFact]) -> LeadCard:
    return LeadCard(
        id=row.id,
        workspace_id=row.workspace_id,
        subject_ref=row.subject_ref,
        name=read_sealed(session, row, "name"),
        email=read_sealed(session, row, "email"),
        phone=read_sealed(session, row, "phone"),
        company=read_sealed(session, row, "company"),
        position=read_sealed(session, row, "position"),
        stage=Stage(row.stage),
        language=row.language,
        zone=row.zone,
        source=row.source,
        created_at=row.created_at,
        touched_at=row.touched_at,
        owner_member_id=row.owner_member_id,
        is_frozen=row.is_frozen,
        restricted_at=row.restricted_at,
        paused_at=row.paused_at,
        facts=[_fact_card(session, fact) for fact in facts],
    )


def _source(session: Session, fact: LeadFact) -> str:
    place = read_sealed(session, fact, "place")
    return fact.source if place is None else f"{fact.source}:{place}"


def _fact_card(session: Session, fact: LeadFact) -> FactCard:
    return FactCard(
        id=fact.id,
        field=FactField(fact.field),
        value=read_sealed(session, fact, "value") or "",
        quote=read_sealed(session, fact, "quote"),
        source=_source(session, fact),
        kind=FactKind(fact.kind),
        collected_at=fact.collected_at,
        superseded_at=fact.superseded_at,
    )
