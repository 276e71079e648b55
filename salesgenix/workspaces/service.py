"""A workspace as a file: read it whole or not at all, and make the database as it says."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Role, normalise_email
from salesgenix.accounts.service import Newcomer, WorkspaceCard
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import Trip
from salesgenix.appointments.travelling import replace_trips
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.instructions.service import State as OrderState
from salesgenix.kit.errors import Conflict, LimitExceeded, NotFound
from salesgenix.kit.strict_yaml import load_yaml
from salesgenix.knowledge import service as knowledge
from salesgenix.knowledge.rules import PageDraft
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField
from salesgenix.screening import service as screening
from salesgenix.screening.rules import Origin, State, comparable
from salesgenix.screening.service import NewTerm
from salesgenix.workspaces import repository
from salesgenix.workspaces.rules import (
    FileInvalid,
    FrontMatter,
    Member,
    Rep,
    SeedLead,
    WorkspaceFile,
    plain_problems,
    read_declaration,
)

MAX_FILE_BYTES = 1_000_000
MAX_PAGE_BYTES = 256_000
MAX_PAGES = 1_000
SURFACE = "file"
LEAD_SOURCE = "file:leads"


@dataclass(frozen=True, slots=True)
class Declared:
    """A workspace file that follows the schema, with its knowledge pages read."""

    file: WorkspaceFile
    pages: tuple[PageDraft, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class AppliedCard:
    """What applying a file did, line by line; no line means that all was so already."""

    workspace_id: UUID
    changes: list[str]


def read_file(path: Path) -> Declared:
    """Reads file and pages. ``NotFound`` without a file; ``FileInvalid`` lists every problem."""
    if not path.is_file():
        raise NotFound("workspace_file.missing", f"There is no file {path}.")
    try:
        value = load_yaml(_text(path, MAX_FILE_BYTES))
    except ValueError as error:
        raise FileInvalid(path.name, [str(error)]) from error
    file, problems = read_declaration(value)
    if file is None:
        raise FileInvalid(path.name, problems)
    pages = _pages(path, file)
    digest = hashlib.sha256(file.model_dump_json().encode())
    for page in pages:
        digest.update(page.digest.encode())
    return Declared(file, pages, digest.hexdigest())


def apply(session: Session, declared: Declared, *, now: datetime) -> AppliedCard:
    """Makes the workspace as declared and says what that changed; a second time changes nothing.

    What the file no longer has goes: orders are revoked, members deactivated, site keys revoked,
    pages removed. Leads stay, and what a person has said themselves since outweighs the file.
    """
    file = declared.file
    workspace, changes = _apply_profile(session, declared, now)
    changes += _apply_people(session, workspace.id, file, now)
    changes += _apply_guardrails(session, workspace.id, file, now)
    changes += _apply_sites(session, workspace.id, file, now)
    changes += _apply_pages(session, workspace.id, declared, now)
    changes += _apply_instructions(session, workspace.id, file, now)
    changes += _apply_leads(session, workspace.id, file, now)
    return AppliedCard(workspace.id, changes)


def _text(path: Path, limit: int) -> str:
    if path.stat().st_size > limit:
        raise ValueError(f"is larger than {limit:,} bytes")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("is not text in UTF-8") from error


def _pages(path: Path, file: WorkspaceFile) -> tuple[PageDraft, ...]:
    if file.knowledge is None:
        return ()
    home = path.resolve().parent
    folder = (home / file.knowledge).resolve()
    if not folder.is_relative_to(home):
        raise FileInvalid(path.name, ["knowledge: must lie beside this file"])
    if not folder.is_dir():
        raise FileInvalid(path.name, [f"knowledge: there is no folder {file.knowledge!r} here"])
    found = sorted(page for page in folder.rglob("*.md") if page.is_file())
    if len(found) > MAX_PAGES:
        raise FileInvalid(path.name, [f"knowledge: has more than {MAX_PAGES} pages"])
    pages, problems = [], list[str]()
    for page in found:
        name = page.relative_to(folder).as_posix()
        if not page.resolve().is_relative_to(folder):
            problems.append(f"{file.knowledge}/{name}: leads out of the folder")
            continue
        try:
            pages.append(_page(name, _text(page, MAX_PAGE_BYTES), file.agent.languages[0]))
        except ValidationError as error:
            lines = plain_problems(error, FrontMatter)
            problems += [f"{file.knowledge}/{name}: {line}" for line in lines]
        except ValueError as error:
            problems.append(f"{file.knowledge}/{name}: {error}")
    if problems:
        raise FileInvalid(path.name, problems)
    return tuple(pages)


def _page(name: str, text: str, language: str) -> PageDraft:
    """A page without front matter, or with one that names no audience, is internal."""
    lines = text.splitlines()
    front = FrontMatter()
    if lines and lines[0].strip() == "---":
        end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
        if end is None:
            raise ValueError("the front matter does not end; it needs a second line ---")
        front = FrontMatter.model_validate(load_yaml("\n".join(lines[1:end])) or {})
        lines = lines[end + 1 :]
    body = "\n".join(lines).strip()
    if not body:
        raise ValueError("has no text")
    heading = next((line.lstrip("# ") for line in lines if line.startswith("# ")), name)
    return PageDraft(
        path=name,
        title=front.title or heading,
        text=body,
        url=front.url,
        language=front.language or language,
        audience=front.audience,
        valid_until=front.valid_until,
    )


def _apply_profile(
    session: Session, declared: Declared, now: datetime
) -> tuple[WorkspaceCard, list[str]]:
    slug, profile = declared.file.workspace, declared.file.profile()
    present = accounts.workspace_of_slug(session, slug)
    changes = []
    if present is None:
        changes = [f"workspace {slug}: created"]
        present = accounts.open_workspace(session, slug, profile.company, profile, now=now)
    fields = [
        field
        for field in type(profile).model_fields
        if getattr(profile, field) != getattr(present.profile, field)
    ]
    if fields:
        changes = [f"workspace {slug}: changed {', '.join(fields)}"]
    if fields or present.source_digest != declared.digest:
        present = accounts.describe(
            session, present.id, name=profile.company, profile=profile,
            source_digest=declared.digest,
        )  # fmt: skip
    return present, changes


def _apply_people(
    session: Session, workspace_id: UUID, file: WorkspaceFile, now: datetime
) -> list[str]:
    changes = []
    people: list[Member | Rep] = [*file.members, *file.reps]
    people.sort(key=lambda person: person.role != Role.OWNER)  # no moment without an owner
    for person in people:
        wanted = _newcomer(person, file)
        present = accounts.member_of_email(session, workspace_id, person.email)
        if present is None:
            present = accounts.add_member(session, workspace_id, wanted, now=now)
            changes.append(f"member {person.email}: added as {person.role}")
        elif fields := accounts.change_member(session, workspace_id, present.id, wanted, now=now):
            changes.append(f"member {person.email}: changed {', '.join(fields)}")
        if _replace_busy(session, workspace_id, present.id, person=person, zone=wanted.zone):
            changes.append(f"member {person.email}: changed busy times")
        trips = [Trip(t.first_day, t.last_day, t.zone) for t in getattr(person, "travel", [])]
        if replace_trips(session, workspace_id, present.id, trips):
            changes.append(f"member {person.email}: changed travel")
    declared = {normalise_email(person.email) for person in people}
    for member in accounts.members(session, workspace_id):
        if normalise_email(member.email) not in declared:
            accounts.deactivate_member(session, workspace_id, member.id, now=now)
            changes.append(f"member {member.email}: deactivated")
    return changes


def _newcomer(person: Member | Rep, file: WorkspaceFile) -> Newcomer:
    rep = person if isinstance(person, Rep) else None
    return Newcomer(
        name=person.name,
        email=person.email,
        role=person.role,
        zone=(rep.zone if rep else None) or file.zone,
        hours=rep.hours if rep else None,
        takes_meetings=rep is not None and rep.takes_meetings,
        weight=rep.weight if rep else 1,
        password=person.password,
    )


def _replace_busy(
    session: Session, workspace_id: UUID, member_id: UUID, *, person: Member | Rep, zone: str
) -> bool:
    own = ZoneInfo(zone)
    spans = [busy.within(own) for busy in person.busy] if isinstance(person, Rep) else []
    if repository.busy_spans(session, workspace_id, member_id, SURFACE) == set(spans):
        return False
    appointments.replace_busy(session, workspace_id, member_id, source=SURFACE, spans=spans)
    return True


def _apply_sites(
    session: Session, workspace_id: UUID, file: WorkspaceFile, now: datetime
) -> list[str]:
    changes = []
    present = {site.key: site for site in accounts.sites(session, workspace_id)}
    for number, site in enumerate(file.sites):
        known = present.pop(site.key, None)
        if known is None:
            try:
                accounts.add_site(session, workspace_id, site.origins, key=site.key, now=now)
            except Conflict as error:
                name = f"sites[{number}].key"
                raise FileInvalid("workspace file", [f"{name}: {error.message}"]) from error
            changes.append(f"site {site.key}: added")
            continue
        allowed = accounts.allow_origins(session, workspace_id, known.id, site.origins)
        if allowed.origins != known.origins:
            changes.append(f"site {site.key}: changed origins")
    for site_card in present.values():
        accounts.revoke_site(session, workspace_id, site_card.id, now=now)
        changes.append(f"site {site_card.key}: revoked")
    return changes


def _apply_guardrails(
    session: Session, workspace_id: UUID, file: WorkspaceFile, now: datetime
) -> list[str]:
    """What somebody has set in the console stays, unless the file says otherwise."""
    wanted = {
        (entity, direction): treatment
        for entity, cells in file.guardrails.tighten.items()
        for direction, treatment in cells.items()
    }
    present = {
        (cell.entity, cell.direction): cell for cell in screening.cells(session, workspace_id)
    }
    changes = []
    for (entity, direction), treatment in wanted.items():
        known = present.pop((entity, direction), None)
        if known is None or known.treatment != treatment:
            screening.set_cell(
                session, workspace_id, entity=entity, direction=direction, treatment=treatment,
                by=None, surface=SURFACE, now=now,
            )  # fmt: skip
            changes.append(f"guardrails {entity} {direction}: {treatment}")
    for cell in present.values():
        if cell.surface == SURFACE:
            screening.reset_cell(
                session, workspace_id, entity=cell.entity, direction=cell.direction,
                by=None, now=now,
            )  # fmt: skip
            changes.append(f"guardrails {cell.entity} {cell.direction}: as by default")
    return changes + _apply_words(session, workspace_id, file, now)


def _apply_words(
    session: Session, workspace_id: UUID, file: WorkspaceFile, now: datetime
) -> list[str]:
    """Counted, not quoted: the words of a list may be the very ones to hide."""
    active = screening.terms(session, workspace_id, states=[State.ACTIVE])
    present = {(term.kind, comparable(term.words)): term for term in active}
    changes: Counter[str] = Counter()
    wanted = {(kind, comparable(one.words)): one for kind, one in file.guardrails.terms()}
    for term in active:
        is_gone = (term.kind, comparable(term.words)) not in wanted
        if term.origin is Origin.FILE and is_gone:
            screening.remove_term(session, workspace_id, term.id, by=None, now=now)
            changes[f"guardrails {term.kind}: removed"] += 1
    for (kind, words), listed in wanted.items():
        if (kind, words) in present:
            continue
        new = NewTerm(kind, listed.words, listed.kind, Origin.FILE)
        try:
            screening.add_term(session, workspace_id, new, by=None, now=now)
        except (Conflict, LimitExceeded) as error:
            changes[f"guardrails {kind}: refused ({error.message})"] += 1
        else:
            changes[f"guardrails {kind}: added"] += 1
    return [f"{change} {count}" for change, count in changes.items()]


def _apply_pages(
    session: Session, workspace_id: UUID, declared: Declared, now: datetime
) -> list[str]:
    replaced = knowledge.replace_pages(session, workspace_id, declared.pages, now=now)
    outcomes = {
        "added": replaced.added,
        "changed": replaced.changed,
        "removed": replaced.removed,
        "the file's now, instead of what was written in the console": replaced.overruled,
    }
    return [f"page {path}: {outcome}" for outcome, paths in outcomes.items() for path in paths]


def _apply_instructions(
    session: Session, workspace_id: UUID, file: WorkspaceFile, now: datetime
) -> list[str]:
    """An order that the owner revoked in the console stays revoked while the file is the same."""
    people = accounts.members(session, workspace_id)
    author = next(person.id for person in people if person.role == Role.OWNER)
    ids = {person.name.casefold(): person.id for person in people}
    ids |= {person.email.casefold(): person.id for person in people}
    given = instructions.listing(session, workspace_id, now=now)
    present = {card.key: card for card in given}
    changes = []
    for order in file.instructions:
        wanted = Order(
            key=order.key,
            words=order.words.strip(),
            rule=file.rule_of(order, ids),
            kind=order.kind,
            author_member_id=author,
            surface=SURFACE,
        )
        known = present.pop(order.key, None)
        issued = instructions.issue(session, workspace_id, wanted, now=now)
        if known is None:
            changes.append(f"instruction {order.key}: issued")
        elif issued != known:
            changes.append(f"instruction {order.key}: changed")
    for card in present.values():
        if card.surface == SURFACE and card.state is not OrderState.REVOKED:
            instructions.revoke(session, workspace_id, card.id, by=None, now=now, surface=SURFACE)
            changes.append(f"instruction {card.key}: revoked")
    return changes


def _apply_leads(
    session: Session, workspace_id: UUID, file: WorkspaceFile, now: datetime
) -> list[str]:
    changes = []
    for seed in file.leads:
        present = leads.find_by_email(session, workspace_id, seed.email)
        is_new = present is None
        if present is None:
            present = leads.create(
                session, workspace_id, LEAD_SOURCE,
                now=now, language=seed.language, zone=seed.zone, stage=seed.stage,
            )  # fmt: skip
        learnt = _teach(session, workspace_id, present, seed=seed, now=now)
        if is_new:
            changes.append(f"lead {seed.email}: added")
        elif learnt:
            changes.append(f"lead {seed.email}: changed {', '.join(learnt)}")
    return changes


def _teach(
    session: Session, workspace_id: UUID, lead: leads.LeadCard, *, seed: SeedLead, now: datetime
) -> list[FactField]:
    """The fields that changed: those unknown, and those known from an earlier file only."""
    if lead.is_frozen:
        return []
    held = {fact.field: fact for fact in lead.facts}
    learnt = []
    for field, value in seed.known().items():
        fact = held.get(field)
        if fact is not None and (fact.source != LEAD_SOURCE or fact.value == value):
            continue
        leads.learn(
            session, workspace_id, lead.id, field,
            value=value, quote=None, source=LEAD_SOURCE, now=now,
        )  # fmt: skip
        learnt.append(field)
    return learnt
