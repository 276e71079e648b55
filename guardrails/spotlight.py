"""Text from outside, made plain and set between marks, before a model has to see it.

It helps a model to tell data from orders and proves nothing: what holds is authorisation outside
the model.
"""

import re

from guardrails.text.normalise import without_hidden

# Inside a JSON text nothing beyond the value they stand in may be taken: hence no quotation marks.
_COMMENT = re.compile(r"<!--[^\"]{0,4000}?-->|<!--")
_IMAGE = re.compile(r"!\[([^\]\n\"]{0,500})\](?:\([^)\n\"]{0,2000}\)|\[[^\]\n\"]{0,200}\])?")
_LINK = re.compile(r"\[([^\]\n\"]{1,500})\]\([^)\n\"]{0,2000}\)")
_AUTO_LINK = re.compile(r"<(?:https?|ftp|mailto|data|javascript):[^>\s\"]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:img|image|a|iframe|script|style|link|meta|svg|object|embed|form|input)\b[^<>\"]{0,500}>",
    re.IGNORECASE,
)
# What providers' own templates use to say who is speaking.
_ROLE = re.compile(
    r"<\|[a-z_]{2,20}\|>|\[/?(?:INST|SYS|SYSTEM)\]|<</?SYS>>|</?(?:system|assistant|user|instructions?|tool)>",
    re.IGNORECASE,
)


def defused(text: str) -> str:
    """Without hidden characters, comments, images, links behind words and marks of a speaker."""
    plain = without_hidden(text)
    if not any(mark in plain for mark in "<[!"):
        return plain
    plain = _COMMENT.sub(" ", plain)
    plain = _IMAGE.sub(r"\1", plain)
    plain = _LINK.sub(r"\1", plain)
    for pattern in (_AUTO_LINK, _TAG, _ROLE):
        plain = pattern.sub(" ", plain)
    return plain


def fenced(text: str, mark: str) -> str:
    """Between two lines that only this call knows: the mark cannot be forged from inside."""
    return f"[data {mark}]\n{defused(text).replace(mark, '')}\n[end {mark}]"
