"""Where the value of an argument may come from. What is traced to nothing else is a stranger's.

A model that has read a page, a mail or a forged message may write anything into a call. So whoever
a mail goes to, where a request goes, how much is given and which time is meant is never taken from
the model's words: it must be found again at one of the sources that stand here, by code, before
the call (``agent/origins.py``). A tool that does not stand here does not start.
"""

from collections.abc import Mapping
from enum import StrEnum

from tools.verb import Effect, Undeclared, Verb


class Source(StrEnum):
    MAIN_USER = "main_user"  # the owner's orders and limits
    REP = "rep"  # what the team has written in this conversation
    PROSPECT = "prospect"  # what the person has written or picked in it
    WORKSPACE = "workspace"  # the workspace's own pages and settings
    OFFERED = "offered"  # a time or meeting that we have put on the table
    MODEL = "model"  # the model's own choice or words; a stranger's text may speak through it


Sources = frozenset[Source]
# Words, and choices from a closed list: they reach people of the house, or are judged for what they
# are, and lead nowhere.
FREE: Sources = frozenset(Source)
SAID: Sources = frozenset({Source.PROSPECT})
PAGE: Sources = frozenset({Source.WORKSPACE})
OFFER: Sources = frozenset({Source.OFFERED})
SITE: Sources = frozenset({Source.PROSPECT, Source.REP, Source.WORKSPACE})
AMOUNT: Sources = frozenset({Source.PROSPECT, Source.REP, Source.MAIN_USER})

# Arguments with these names say to whom, where to, how much or when: never the model's own.
WEIGHTY = frozenset(
    {
        "email", "phone", "recipient", "to", "cc", "bcc", "address", "site", "url", "link", "host",
        "percent", "amount", "price", "slot_id", "appointment_id", "calendar", "calendar_id",
        "member_id", "lead_id", "claim_passage_id",
    }
)  # fmt: skip

SOURCES: Mapping[str, Mapping[str, Sources]] = {
    "search_knowledge": {
        "query": FREE,
        "limit": FREE,
        "wide": FREE,
    },  # our own pages, for the public
    "look_up_lead": {},
    "remember_fact": {"field": FREE, "value": FREE, "quote": SAID, "level": FREE},
    "propose_signals": {"intents": FREE, "objections": FREE, "facts": FREE, "asks": FREE},
    "research_company": {"site": SITE},
    "choose_strategy": {"strategy": FREE, "claim_passage_id": PAGE},
    "handle_objection": {"kind": FREE, "step": FREE},
    "find_slots": {"windows": FREE, "words": FREE, "member": FREE},
    "hold_slot": {"slot_id": OFFER},
    "book_appointment": {"slot_id": OFFER, "name": FREE, "email": SAID, "topic": FREE},
    "move_appointment": {"appointment_id": OFFER, "slot_id": OFFER},
    "cancel_appointment": {"appointment_id": OFFER},
    "join_waitlist": {"windows": FREE, "words": FREE},
    "leave_waitlist": {},
    "offer_discount": {"percent": AMOUNT, "reason": FREE},
    "send_transcript": {"email": SAID},
    "hand_over": {"reason": FREE, "note": FREE},
    "ask_team": {"question": FREE},
    "opt_out": {"words": FREE},
    "open_data_request": {"kind": FREE, "quote": SAID},
}


def check_labels(
    catalog: Mapping[str, Verb], sources: Mapping[str, Mapping[str, Sources]] = SOURCES
) -> None:
    """``Undeclared`` unless each argument of each verb has its sources, and no weighty one is left
    to the model.
    """
    if catalog.keys() != sources.keys():
        raise Undeclared(f"without sources: {sorted(catalog.keys() ^ sources.keys())}")
    for name, verb in catalog.items():
        arguments = verb.arguments.model_fields.keys()
        if arguments != sources[name].keys():
            raise Undeclared(f"verb {name!r}: arguments without sources")
        for argument in arguments:
            allowed = sources[name][argument]
            if not allowed:
                raise Undeclared(f"verb {name!r}: {argument} may come from nowhere")
            is_weighty = argument in WEIGHTY or verb.effect is Effect.OUTBOUND
            if is_weighty and Source.MODEL in allowed:
                raise Undeclared(f"verb {name!r}: {argument} is left to the model")
