"""Whom a conversation is about and how the house reads, as the guard needs to know it, and the
conversation's pseudonyms at rest.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from threading import Lock
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import Session

from guardrails.entities import Entity
from guardrails.guard import REGIONS
from guardrails.house import HouseRules, Term, Terms
from guardrails.people import KnownPeople, KnownPerson
from guardrails.policy import tightened
from guardrails.vault import Vault, VaultItem
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.accounts.service import MemberCard
from salesgenix.authority.places import country_of
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import rules as privacy_rules
from salesgenix.privacy import service as privacy
from salesgenix.screening import service as screening
from salesgenix.screening.rules import State, TermKind

# In a message's payload: the kinds for which no model is asked about it.
BLOCKED, STOPPED = "blocked", "stopped"
# Where numbers without a country code are from, where the language is spoken.
_SPOKEN_IN = {
    "en": ("US", "GB"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH"),
    "es": ("ES", "MX"),
    "it": ("IT", "CH"),
    "pt": ("PT", "BR"),
    "nl": ("NL", "BE"),
    "pl": ("PL",),
}


def phone_regions(profile: Profile) -> tuple[str, ...]:
    """Those that the workspace names; else where it is, where its languages are spoken, and the
    guard's own.
    """
    if profile.phone_regions:
        return tuple(profile.phone_regions)
    home = country_of(profile.zone)
    spoken = (
        region
        for language in profile.languages
        for region in _SPOKEN_IN.get(language.partition("-")[0], ())
    )
    return tuple(dict.fromkeys([*([home] if home else []), *spoken, *REGIONS]))


class _Remembered:
    """What workspaces' lists came to, until something in them changes: opening two thousand sealed
    words for each message would cost more than reading it.
    """

    MOST = 64  # workspaces

    def __init__(self) -> None:
        self._lock = Lock()
        self._rules: OrderedDict[UUID, tuple[screening.Version, HouseRules]] = OrderedDict()

    def get(self, workspace_id: UUID, version: screening.Version) -> HouseRules | None:
        with self._lock:
            known = self._rules.get(workspace_id)
            if known is None or known[0] != version:
                return None
            self._rules.move_to_end(workspace_id)
            return known[1]

    def put(self, workspace_id: UUID, version: screening.Version, rules: HouseRules) -> None:
        with self._lock:
            self._rules[workspace_id] = (version, rules)
            self._rules.move_to_end(workspace_id)
            if len(self._rules) > self.MOST:
                self._rules.popitem(last=False)


_REMEMBERED = _Remembered()


def rules_of(session: Session, workspace_id: UUID, profile: Profile) -> HouseRules:
    """How this workspace's guard reads. One query, unless something changed."""
    version = screening.version(session, workspace_id)
    lists = _REMEMBERED.get(workspace_id, version)
    if lists is None:
        lists = _read_lists(session, workspace_id)
        _REMEMBERED.put(workspace_id, version, lists)
    return replace(lists, regions=phone_regions(profile), minor_age=profile.minor_age)


def _read_lists(session: Session, workspace_id: UUID) -> HouseRules:
    cells = screening.cells(session, workspace_id)
    active = screening.terms(session, workspace_id, states=[State.ACTIVE])
    terms = {
        kind: Terms(
            Term(term.words, Entity(term.entity) if term.entity else None)
            for term in active
            if term.kind is kind
        )
        for kind in TermKind
    }
    return HouseRules(
        cells=tightened((cell.entity, cell.direction, cell.treatment) for cell in cells).cells,
        allow=terms[TermKind.ALLOW],
        deny=terms[TermKind.DENY],
    )


def team_words(session: Session, workspace_id: UUID, profile: Profile) -> KnownPeople:
    """For a text of the team's own: nobody's conversation, but the house's rules."""
    return KnownPeople(rules=rules_of(session, workspace_id, profile))


def people_of_workspace(session: Session, workspace_id: UUID) -> KnownPeople:
    """Whom the house knows before anybody has written."""
    profile = accounts.profile_of(session, workspace_id).profile
    members = accounts.members(session, workspace_id)
    return people_of(profile, members, None, rules_of(session, workspace_id, profile))


def people_of(
    profile: Profile,
    members: Iterable[MemberCard],
    lead: LeadCard | None,
    rules: HouseRules,
) -> KnownPeople:
    """The prospect as far as known, the team, and what the workspace says of itself in public."""
    pages = {urlsplit(page).hostname or "" for page in (profile.site, profile.privacy_url)}
    public = {profile.sender_email, profile.postal_address, profile.agent_name, *pages} - {""}
    return KnownPeople(
        prospect=KnownPerson(lead.name, lead.email, lead.phone) if lead else None,
        members=tuple(KnownPerson(member.name, member.email) for member in members),
        public_values=frozenset(public),
        business_names=frozenset({profile.company, (lead and lead.company) or ""} - {""}),
        rules=rules,
    )


def load_vault(session: Session, workspace_id: UUID, conversation_id: UUID) -> Vault:
    items = privacy.load_vault(session, workspace_id, conversation_id)
    return Vault(
        VaultItem(item.token, item.entity, item.value, item.owner, item.referent, item.cue)
        for item in items
    )


def keep_vault(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    vault: Vault,
    *,
    subject_ref: UUID,
    now: datetime,
) -> None:
    """``Conflict`` (``vault.token``) when a pseudonym has been given to another value meanwhile."""
    items = [
        privacy_rules.VaultItem(
            item.token, item.entity, item.value, item.owner, item.referent, item.cue
        )
        for item in vault.new_items()
    ]
    if items:
        privacy.keep_vault(
            session, workspace_id, conversation_id, subject_ref, items=items, now=now
        )
