"""The installation's signing keys: the first, the present one, and how one follows another.

A module of its own beside ``service`` to keep that file a page long.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from salesgenix.checkpoints import repository
from salesgenix.checkpoints.models import SigningKey
from salesgenix.checkpoints.rules import endorsement_text
from salesgenix.db import keyring_of
from salesgenix.kit.errors import NotFound, Unavailable
from salesgenix.kit.notes import Signer

INSTALLATION = UUID(int=0)  # the owner of keys that belong to no workspace
FIRST = 1


@dataclass(frozen=True, slots=True)
class KeyCard:
    """A public key; ``endorsement`` is the signature of the key before over this one."""

    epoch: int
    public: bytes
    endorsement: bytes | None
    created_at: datetime


def signer(session: Session, *, epoch: int | None = None) -> Signer:
    """The key of ``epoch``, or the newest; the first is made when it is first asked for.

    ``Unavailable`` when the key store's key is not the one whose public half was published.
    """
    row = repository.key(session, epoch)
    if row is None and epoch in {None, FIRST}:
        row = _begin(session)
    if row is None:
        raise NotFound("signing_key.unknown", "There is no signing key of this epoch.")
    held = held_signer(session, row.epoch)
    if held.public != row.public:
        raise Unavailable(
            "signing_key.foreign", "The key store does not hold the published signing key."
        )
    return held


def held_signer(session: Session, epoch: int) -> Signer:
    """The key of ``epoch`` as the key store holds it, published or not."""
    return Signer(epoch, keyring_of(session).workspace(INSTALLATION, f"signing:{epoch}"))


def keys(session: Session) -> list[KeyCard]:
    """Every key that ever signed here, the first first."""
    return [
        KeyCard(row.epoch, row.public, row.endorsement, row.created_at)
        for row in repository.keys(session)
    ]


def follow(session: Session, before: Signer, *, now: datetime) -> Signer:
    """The next key, published with the signature of the one before."""
    after = held_signer(session, before.epoch + 1)
    endorsement = before.sign(endorsement_text(after.epoch, after.public))
    session.add(
        SigningKey(epoch=after.epoch, public=after.public, endorsement=endorsement, created_at=now)
    )
    session.flush()
    return after


def _begin(session: Session) -> SigningKey | None:
    """Publishes the first key; whoever does it at the same time publishes the same one."""
    row = SigningKey(
        epoch=FIRST, public=held_signer(session, FIRST).public, created_at=datetime.now(UTC)
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return repository.key(session, FIRST)
    return row
