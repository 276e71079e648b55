"""Whom a conversation is about, as the guard needs to know them, and its pseudonyms at rest."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import Session

from guardrails.people import KnownPeople, KnownPerson
from guardrails.vault import Vault, VaultItem
from salesgenix.accounts.rules import Profile
from salesgenix.accounts.service import MemberCard
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import rules as privacy_rules
from salesgenix.privacy import service as privacy


def people_of(profile: Profile, members: Iterable[MemberCard], lead: LeadCard) -> KnownPeople:
    """The prospect as far as known, the team, and what the workspace says of itself in public."""
    pages = {urlsplit(page).hostname or "" for page in (profile.site, profile.privacy_url)}
    public = {profile.sender_email, profile.postal_address, profile.agent_name, *pages} - {""}
    return KnownPeople(
        prospect=KnownPerson(lead.name, lead.email, lead.phone),
        members=tuple(KnownPerson(member.name, member.email) for member in members),
        public_values=frozenset(public),
        business_names=frozenset({profile.company, lead.company or ""} - {""}),
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
