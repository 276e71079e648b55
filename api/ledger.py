"""What a verifier needs of the decision log: signed checkpoints, public keys and proofs."""

from base64 import b64encode
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import PlainTextResponse

from api.members import AsMember
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import origin_of
from salesgenix.checkpoints.service import CheckpointCard, KeyCard
from salesgenix.kit.errors import NotFound
from salesgenix.kit.notes import verifier_key

router = APIRouter(prefix="/v1/ledger", tags=["ledger"])

MOST = 2**31 - 1  # records that a log can hold
Size = Annotated[int, Query(ge=1, le=MOST)]


@router.get("/checkpoints")
def listing(
    who: AsMember,
    *,
    before: Annotated[int | None, Query(ge=1, le=MOST)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """The largest first; page on with ``before`` = the last ``size`` seen."""
    with who.house.db.reading() as session:
        cards = checkpoints.listing(session, who.workspace_id, before=before, limit=limit)
    return {"origin": origin_of(who.workspace_id), "checkpoints": [_json(card) for card in cards]}


@router.get("/checkpoints/latest", response_class=PlainTextResponse)
def latest(who: AsMember) -> PlainTextResponse:
    """The newest checkpoint as it was signed: a C2SP signed note."""
    with who.house.db.reading() as session:
        card = checkpoints.latest(session, who.workspace_id)
    if card is None:
        raise NotFound("checkpoint.none", "Nothing has been signed yet.")
    return PlainTextResponse(card.note, headers={"Cache-Control": "no-store"})


@router.get("/keys")
def keys(who: AsMember) -> dict[str, Any]:
    """Every key that ever signed, the first first; each but the first is endorsed by the one
    before. Keep the first somewhere else: it is what all the others hang on.
    """
    with who.house.db.writing() as session:  # the first reader may come before the first signature
        checkpoints.signer(session)
        cards = checkpoints.keys(session)
    origin = origin_of(who.workspace_id)
    return {"origin": origin, "keys": [_key(origin, card) for card in cards]}


@router.get("/consistency")
def consistency(
    who: AsMember, from_: Annotated[int, Query(alias="from", ge=1, le=MOST)], to: Size
) -> dict[str, Any]:
    """Proves that the log of ``from`` records is the beginning of that of ``to`` (RFC 9162)."""
    with who.house.db.reading() as session:
        tree = checkpoints.tree(session, who.workspace_id, to)
    path = [node.hex() for node in tree.consistency(from_)]
    return {"from": from_, "to": to, "root": tree.root().hex(), "path": path}


@router.get("/inclusion")
def inclusion(who: AsMember, seq: Size, size: Size) -> dict[str, Any]:
    """Proves that record ``seq`` (leaf ``seq`` - 1) lies in the log of ``size`` records."""
    with who.house.db.reading() as session:
        tree = checkpoints.tree(session, who.workspace_id, size)
    path = [node.hex() for node in tree.inclusion(seq - 1)]
    return {"seq": seq, "size": size, "root": tree.root().hex(), "path": path}


def _json(card: CheckpointCard) -> dict[str, Any]:
    return {
        "size": card.size,
        "root": card.root,
        "key_epoch": card.key_epoch,
        "at": card.at,
        "cause": card.cause,
        "note": card.note,
    }


def _key(origin: str, card: KeyCard) -> dict[str, Any]:
    return {
        "epoch": card.epoch,
        "verifier_key": verifier_key(origin, card.public),
        "public": b64encode(card.public).decode(),
        "endorsement": b64encode(card.endorsement).decode() if card.endorsement else None,
        "created_at": card.created_at,
    }
