"""The owner's record of processing (GDPR Art. 30) in the API."""

from typing import Any

from fastapi import APIRouter

from api.members import AsMember
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.exports import person
from salesgenix.kit.stores import STORES

router = APIRouter(prefix="/v1/privacy", tags=["privacy"])


@router.get("/processing")
def processing(who: AsMember) -> dict[str, Any]:
    """What is held about people: where, what for, on which ground, how long, who receives it."""
    who.require(Verb.EXPORT)
    with who.house.db.reading() as session:
        profile = accounts.profile_of(session, who.workspace_id).profile
        activities = person.processing(session, who.workspace_id)
    controller = {
        "company": profile.company,
        "postal_address": profile.postal_address,
        "privacy_url": profile.privacy_url,
    }
    stores = [
        {
            "store": store.name,
            "holds": store.holds,
            "is_encrypted": store.is_encrypted,
            "on_erasure": store.on_erasure,
            "why": store.why,
        }
        for store in STORES
    ]
    return {"controller": controller, "activities": activities, "stores": stores}
