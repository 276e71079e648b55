"""A mail as its reader sees it. As it was sent it hides words from any mask: MIME tears them apart,
or writes them in base64.
"""

from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import Any

HEADERS = ("from", "to", "reply-to", "subject", "date")


def readable(text: str) -> dict[str, Any] | None:
    """``{"from", "to", "reply-to", "subject", "date", "texts": [..]}``; ``None`` for no mail."""
    mail = message_from_string(text, policy=default)
    if "from" not in mail or mail.defects:
        return None
    shown: dict[str, Any] = {name: str(mail[name]) for name in HEADERS if name in mail}
    shown["texts"] = [
        _unfolded(part) if part.get_content_subtype() == "calendar" else part.get_content()
        for part in mail.walk()
        if part.get_content_maintype() == "text"
    ]
    return shown


def _unfolded(part: EmailMessage) -> str:
    """Without the line breaks that fall anywhere in long lines (RFC 5545, 3.1)."""
    content: str = part.get_content()
    return content.replace("\r\n ", "").replace("\n ", "")
