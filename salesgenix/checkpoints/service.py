"""The verbs of checkpoints, for every other room: sign, show, prove, change the key, prune.

The verbs themselves lie in ``signing``, ``proving``, ``signers``, ``rotating`` and ``pruning``.
"""

from salesgenix.checkpoints.proving import verify
from salesgenix.checkpoints.pruning import prunable, prune
from salesgenix.checkpoints.repository import LogState
from salesgenix.checkpoints.rotating import rotate
from salesgenix.checkpoints.signers import KeyCard, keys, signer
from salesgenix.checkpoints.signing import (
    CheckpointCard,
    is_first_of_day,
    latest,
    listing,
    newest_line,
    sign_head,
    signed,
    states,
    tree,
    unwritten,
)

__all__ = [
    "CheckpointCard",
    "KeyCard",
    "LogState",
    "is_first_of_day",
    "keys",
    "latest",
    "listing",
    "newest_line",
    "prunable",
    "prune",
    "rotate",
    "sign_head",
    "signed",
    "signer",
    "states",
    "tree",
    "unwritten",
    "verify",
]
