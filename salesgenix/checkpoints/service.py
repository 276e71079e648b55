"""The verbs of checkpoints, for every other room: sign, show, prove, change the key, prune.

The verbs themselves lie in ``signing``, ``signers``, ``rotating`` and ``pruning``.
"""

from salesgenix.checkpoints.signers import KeyCard, keys, signer
from salesgenix.checkpoints.signing import (
    CheckpointCard,
    latest,
    listing,
    sign_head,
    signed,
    tree,
)

__all__ = [
    "CheckpointCard",
    "KeyCard",
    "keys",
    "latest",
    "listing",
    "sign_head",
    "signed",
    "signer",
    "tree",
]
