"""A decision record in plain words: what was decided, and why.

The codes belong to the rooms that decide; here they are only text, so that a decision can be read
without knowing who made it. Tests hold these tables against each room's own lists.
"""

from typing import Any


def explain(body: dict[str, Any]) -> str:
    """One plain sentence on a record, from its type, outcome and reasons alone."""
    kind = str(body["type"])
    words = SENTENCES.get(kind, _plain(kind) + ".").format(**_facts(body))
    codes = [code for code in body.get("reasons", []) if (kind, code) not in SAID_ALREADY]
    reasons = dict.fromkeys(reason(code) for code in codes)
    sentence = words[:1].upper() + words[1:]
    return sentence + (f" Why: {'; '.join(reasons)}." if reasons else "")


def reason(code: str) -> str:
    """A reason's own words, else those of its family (``smtp.550`` → ``smtp``), else the code."""
    return REASONS.get(code) or REASONS.get(code.partition(".")[0]) or _plain(code)


def _facts(body: dict[str, Any]) -> dict[str, str]:
    facts: dict[str, Any] = body.get("facts") or {}
    guardrail: dict[str, Any] = body.get("guardrail") or {}
    tool = str((body.get("tool") or {}).get("name", "one of its tools"))
    stage, objection = str(facts.get("to", "")), str(facts.get("objection", ""))
    return {
        "action": ACTIONS.get(str(facts.get("kind", "")), "an action"),
        "tool": TOOLS.get(tool, f"used {tool.replace('_', ' ')}"),
        "model": str((body.get("model") or {}).get("name", "the model")),
        "place": PLACES.get(str(guardrail.get("stage", "")), "text"),
        "found": _found(guardrail.get("counts") or {}),
        "strategy": _plain(str((body.get("strategy") or {}).get("id", "a strategy"))),
        "to": SALE.get(stage, _plain(stage) or "another stage"),
        "signals": _signals(facts),
        "objection": OBJECTIONS.get(objection, _plain(objection) or "an objection"),
    }


def _signals(facts: dict[str, Any]) -> str:
    codes = [str(code) for code in facts.get("signals", [])]
    telling = [code for code in codes if code != "other"]
    return ", ".join(SIGNALS.get(code, _plain(code)) for code in telling) or "nothing special"


def _found(counts: dict[str, int]) -> str:
    """How many of what: ``2 names, 1 mail address``."""
    named = []
    for entity, count in counts.items():
        one, many = ENTITIES.get(entity, (_plain(entity.lower()), _plain(entity.lower())))
        named.append(f"{count} {one if count == 1 else many}")
    return ", ".join(named) or "nothing"


def _plain(code: str) -> str:
    return code.replace(".", " ").replace("_", " ")


SENTENCES = {
    "action.authorised": "{action} was allowed.",
    "action.denied": "{action} was refused.",
    "action.performed": "Done: {action}.",
    "action.deferred": "{action} waits for a better moment.",
    "action.failed": "{action} did not work.",
    "action.in_doubt": "It is not known whether {action} worked; a person has to look.",
    "ai.disclosed": "The visitor was told that an AI assistant is answering.",
    "approval.requested": "{action} waits for a person's decision.",
    "approval.granted": "A person approved {action}.",
    "approval.refused": "A person refused {action}.",
    "approval.expired": "Nobody decided on {action} in time; it will not happen.",
    "control.taken": "A person took the conversation over; the agent is silent.",
    "control.returned": "A person handed the conversation back to the agent.",
    "erasure.planned": "A person's erasure was ordered; nothing had been destroyed yet.",
    "erasure.executed": "A person's data was erased.",
    "erasure.partial": "A person's erasure could not be completed yet; it is tried again.",
    "erasure.resumed": "An interrupted erasure was taken up again.",
    "erasure.verified": "It was checked that nothing of the erased person is left.",
    "export.requested": "An export was asked for.",
    "export.created": "Decisions were exported.",
    "export.downloaded": "An export was downloaded.",
    "export.failed": "An export could not be made.",
    "export.expired": "An export ran out and was destroyed.",
    "guardrail.passed": "The {place} was checked; nothing had to be hidden.",
    "guardrail.masked": "In the {place} this was hidden: {found}.",
    "guardrail.blocked": "The {place} was stopped ({found}).",
    "instruction.issued": "The owner gave an instruction.",
    "instruction.revoked": "The owner withdrew an instruction.",
    "key.rotated": "A new key signs this log from here on.",
    "model.called": "The model {model} was asked for the next step.",
    "model.failed": "The model {model} gave no usable answer.",
    "objection.classified": "An objection was understood: {objection}.",
    "person.corrected": "What is known about a person was corrected at their request.",
    "person.restricted": "A person's data may be kept, and nothing else, from here on.",
    "person.released": "The restriction on a person's data was lifted.",
    "reply.sent": "The agent replied.",
    "reply.withheld": "No reply was sent.",
    "rep.replied": "A person of the team replied.",
    "request.received": "A person asked about their data.",
    "request.identified": "A person showed that the request about their data is theirs.",
    "request.warned": "A data request is due soon; the owner was told.",
    "request.overdue": "A data request was not answered in time.",
    "request.approved": "The owner ordered a data request to be carried out.",
    "request.answered": "A data request was answered.",
    "request.refused": "A data request was refused.",
    "request.withdrawn": "A data request was withdrawn.",
    "restore.replayed": "An older copy of the database was brought up to date from the journal.",
    "retention.purged": "Records whose time was over were removed from the log's beginning.",
    "signal.read": "Read from the message: {signals}.",
    "stage.moved": "The sale moved to “{to}”.",
    "strategy.selected": "The way to persuade was chosen: {strategy}.",
    "tool.called": "The agent {tool}.",
    "tool.denied": "The agent {tool}, and was refused.",
    "workspace.paused": "Everything was paused.",
    "workspace.resumed": "Work was resumed.",
}

# What the sentence of that type, or the record it follows, says by itself.
SAID_ALREADY = frozenset(
    {
        ("approval.granted", "approved"),
        ("approval.refused", "rejected"),
        ("approval.expired", "expired"),
        ("action.performed", "instruction"),  # the record before it, which allowed it, says so
        ("action.performed", "floor"),
        ("tool.called", "instruction"),
        ("tool.called", "floor"),
    }
)

ACTIONS = {
    "reply.send": "answering the visitor",
    "knowledge.read": "looking something up in the knowledge pages",
    "lead.learn": "noting what the visitor said about themselves",
    "site.read": "reading the visitor's company site",
    "slots.offer": "offering meeting times",
    "appointment.hold": "holding a meeting time",
    "appointment.book": "booking the meeting",
    "appointment.move": "moving the meeting",
    "appointment.cancel": "cancelling the meeting",
    "mail.invitation": "mailing the invitation",
    "mail.cancellation": "mailing the cancellation",
    "mail.transcript": "mailing the transcript",
    "discount.offer": "offering a discount",
    "strategy.use": "using a way to persuade",
    "handover.request": "handing over to a person",
    "contact.suppress": "stopping all contact",
    "data_request.open": "opening a data request",
    "task.open": "leaving a task for the team",
}

TOOLS = {
    "search_knowledge": "looked into the knowledge pages",
    "look_up_lead": "looked up what is known about the visitor",
    "remember_fact": "wanted to note what the visitor said",
    "research_company": "wanted to read the visitor's company site",
    "find_slots": "looked for free times",
    "hold_slot": "wanted to hold a time",
    "book_appointment": "wanted to book the meeting",
    "move_appointment": "wanted to move the meeting",
    "cancel_appointment": "wanted to cancel the meeting",
    "offer_discount": "wanted to offer a discount",
    "choose_strategy": "wanted to use a way to persuade",
    "handle_objection": "looked up how to meet the objection",
    "hand_over": "wanted a person to take over",
    "opt_out": "wanted to stop all contact",
    "open_data_request": "wanted to open a data request",
    "ask_team": "wanted to ask the team",
    "send_transcript": "wanted to mail the transcript",
    "unknown": "called a tool that does not exist",
}

SALE = {
    "new": "New",
    "discovery": "Discovery",
    "qualification": "Qualification",
    "value": "Value",
    "proposal": "Proposal",
    "booked": "Booked",
    "won": "Won",
    "lost": "Lost",
    "disqualified": "Not a fit",
    "opted_out": "Do not contact",
}

PLACES = {
    "inbound": "prospect's message",
    "for_model": "text the model reads",
    "outbound": "reply",
    "log": "log",
}

ENTITIES = {
    "PERSON": ("name", "names"),
    "EMAIL": ("mail address", "mail addresses"),
    "PHONE": ("phone number", "phone numbers"),
    "ADDRESS": ("address", "addresses"),
    "IP": ("IP address", "IP addresses"),
    "CARD": ("card number", "card numbers"),
    "SECURITY_CODE": ("card security code", "card security codes"),
    "BANK_ACCOUNT": ("bank account", "bank accounts"),
    "NATIONAL_ID": ("identity number", "identity numbers"),
    "BIRTH_DATE": ("birth date", "birth dates"),
    "SECRET": ("password or key", "passwords or keys"),
    "SENSITIVE": ("sensitive detail", "sensitive details"),
    "MINOR_AGE": ("age of a child", "ages of children"),
}

SIGNALS = {
    "stop": "wants no more contact",
    "person": "wants a person",
    "bot_question": "asks whether this is a bot",
    "minor": "may be a child",
    "injection": "tries to give the agent orders",
    "data_request": "asks about their data",
    "wrong_person": "is somebody else",
    "price": "asks about the price",
    "discount_request": "asks for a discount",
    "objection": "objects",
    "booking_request": "wants a meeting",
    "choose_slot": "chooses a time",
    "move_appointment": "wants to move the meeting",
    "cancel_appointment": "wants to cancel the meeting",
    "give_contact": "gives contact details",
    "product_question": "asks about the product",
    "integration_question": "asks about integrations",
    "security_question": "asks about security",
    "trial_question": "asks about a trial",
    "competitor": "compares with something else",
    "greeting": "greets",
    "thanks": "says thanks",
    "goodbye": "says goodbye",
    "affirm": "says yes",
    "deny": "says no",
    "small_talk": "makes small talk",
    "rude": "is rude",
    "provenance": "asks where their details come from",
    "send_transcript": "wants the chat by mail",
    "not_interested": "is not interested",
    "other": "says something else",
}

OBJECTIONS = {
    "price": "the price",
    "timing": "the timing",
    "authority": "somebody else decides",
    "need": "no need for it",
    "trust": "not sure whom to trust",
    "competitor": "another offer",
    "already_have": "has something already",
    "effort": "the effort",
    "contract": "the contract",
    "send_info": "wants information first",
    "not_interested": "no interest",
}

REASONS = {
    # Authority
    "floor": "it protects the person and needs no order",
    "instruction": "an instruction of the owner allows it",
    "approved": "a person approved it",
    "ask_first": "the owner wants to be asked first",
    "paused": "everything is paused",
    "frozen": "the person may be a child or is being erased",
    "suppressed": "the person asked not to be contacted",
    "rep_in_control": "a person of the team is answering",
    "control_changed": "a person had taken over",
    "no_instruction": "no instruction allows it",
    "never": "the owner forbade it",
    "instruction_not_valid": "the instruction is not in force at this time",
    "discount_invalid": "it is no discount that can be given",
    "above_ceiling": "the discount is above the ceiling",
    "strategy_not_allowed": "the owner did not allow this way to persuade",
    "language_not_allowed": "the owner did not allow this language",
    "lead_limit_reached": "this person got as many mails today as the owner allows",
    "day_limit_reached": "as many mails left today as the owner allows",
    "follow_up_limit_reached": "the person was followed up as often as the owner allows",
    "follow_up_too_soon": "it is too soon to follow up",
    "quiet_hours": "it is night where the person is",
    "cannot_evaluate": "not everything could be checked, so it does not happen",
    "rejected": "a person refused it",
    "expired": "nobody decided in time",
    # The sale
    "stop": "the person asked for silence",
    "message_received": "the visitor wrote",
    "facts_given": "the visitor told about their case",
    "value_discussed": "they talk about what it is worth",
    "slots_offered": "meeting times were offered",
    "booking_confirmed": "a meeting is booked",
    "booking_cancelled": "the meeting was cancelled",
    "not_interested": "the visitor is not interested",
    # The model
    "timeout": "it took too long",
    "rate_limited": "the model's provider had too many requests",
    "provider_down": "the model's provider is out of order",
    "provider_refused": "the model's provider refused the request",
    "connection": "the model could not be reached",
    "model_error": "the model failed",
    "empty": "the answer was empty",
    "malformed_call": "the answer asked for something unreadable",
    "cut_off": "the answer was cut off",
    # Tools
    "unknown_tool": "there is no such tool, or it is not allowed",
    "too_many_calls": "it had used its tools often enough for one reply",
    "bad_arguments": "the details were incomplete or malformed",
    "tool_failed": "the tool broke",
    "tool_foreign_address": "only an address the visitor gave can be used",
    "tool_foreign_value": "a detail belongs to somebody else",
    "task_kind": "there is no such kind of task",
    "lead_frozen": "the person may be a child or is being erased",
    "lead_unknown": "the person is not known any more",
    "fact_value": "there was nothing to note",
    "fact_email": "it is no mail address",
    "fact_phone": "it is no phone number",
    "fact_not_in_quote": "the visitor's words do not say so",
    "fact_quote_unknown": "the visitor did not write that",
    "strategy_unknown": "there is no such way to persuade",
    "strategy_not_true": "what it claims is not true today",
    "objection_explore_first": "the agent has to ask before it argues",
    "objection_attempts_used_up": "the objection was answered often enough",
    "transcript_no_address": "there is no address to send it to",
    # Meetings
    "slot_taken": "the time had just been taken",
    "slot_unknown": "that time was not offered",
    "appointment_exists": "there is a meeting already",
    "appointment_unknown": "there is no such meeting",
    "appointment_cancelled": "the meeting is cancelled",
    "appointment_not_held": "the time was no longer held",
    "member_takes_no_meetings": "this colleague takes no meetings",
    "booking_email": "it is no mail address",
    "action_without_lead": "it is not known for whom",
    "action_without_conversation": "it belongs to no conversation",
    # What was hidden, and why
    "pseudonymise": "the model reads a stand-in instead",
    "mask": "it is not kept",
    "drop": "it is never kept",
    "generalise": "only its kind is kept",
    "truncate": "only a part of it is kept",
    "flag": "it is marked for a person",
    "restore_own": "only the person's own details may be read",
    "block": "it must not leave the house",
    "token.escaped": "the message imitated the house's own stand-ins",
    "token.unknown": "the reply named a stand-in that stands for nobody",
    "token.foreign": "it belongs to somebody else",
    "signal.minor": "the person may be a child",
    "signal.injection": "the message tries to give the agent orders",
    # Mail and the visitor's site
    "smtp": "the mail server refused it",
    "smtp.no_connection": "the mail server could not be reached",
    "smtp.no_utf8": "the mail server cannot write to this address",
    "smtp.line_broken": "the connection to the mail server broke",
    "smtp.address": "it is no address mail can go to",
    "captured.malformed": "the mail was malformed",
    "site_no_reader": "this house reads no sites",
    "site_address": "it is no public web address",
    "site_unknown": "there is no such site",
    "site_unreachable": "the site could not be reached",
    "site_too_slow": "the site was too slow",
    "site_too_large": "the page was too large",
    "site_redirects": "the site led on too often",
    "site_status": "the site did not give the page",
    "site_type": "the page is no text",
    "site_encoding": "the page could not be read",
    "site_robots": "the site does not want to be read by machines",
}
