"""What is known when a turn begins: read in one transaction, then put into one ``TurnState``."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from agent.state import TurnState
from agent.understanding.signals import Previous, Understanding, read_message
from agent.understanding.times import When, resolve
from guardrails.guard import Guard
from guardrails.vault import KnownPeople, Vault
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.instructions import service as instructions
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy
from salesgenix.turns.service import TurnCard

HISTORY = 60
