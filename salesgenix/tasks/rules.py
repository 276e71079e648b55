"""The closed list of what a person can be asked to do."""

from enum import StrEnum


class TaskKind(StrEnum):
    PERSON_WANTED = "person_wanted"
    UNANSWERED_QUESTION = "unanswered_question"
    AGENT_FAILED = "agent_failed"
    DATA_REQUEST = "data_request"
    MINOR = "minor"
    NOT_TAKEN = "not_taken"  # a visitor wrote what the workspace does not take in the chat
    IN_DOUBT = "in_doubt"
    INCIDENT = "incident"  # what left does not agree with what was allowed
    REPORTED = "reported"  # something the agent said, by a person of the team
