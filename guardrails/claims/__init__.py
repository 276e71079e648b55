"""What a reply may claim: figures, terms, deeds and a nature that something stands behind. Pure."""

from guardrails.claims.backing import Backing, Deed
from guardrails.claims.checker import Code, judge

__all__ = ["Backing", "Code", "Deed", "judge"]
