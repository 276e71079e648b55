"""What no person would write: the inside of a model's own machinery instead of an answer."""

import re
import unicodedata

LONGEST_WORD = 120  # characters; an address may be longer
ADDRESS = re.compile(r"https?://|www\.|@")
_MACHINERY = re.compile(
    r"<\|[\w\- ]{0,40}\|>|</?s>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|\ufffd"
    r"|</?(?:tool_call|tool_response|think|function)\b"
)
_CALL = re.compile(r"\s*(?:```\w*\s*)?(?:\[\s*)?\{\s*[\"']")  # a call or a state written as text
_AGAIN = re.compile(r"(\S.{0,39}?)\1{7,}", re.DOTALL)
_UNSEEN = frozenset({"Cc", "Co"})  # control signs, and those that no script has
_PATTERN = re.compile(r"[-–—=_.*•·\s]+")  # a rule of dashes repeats itself and is sound


class NoUsableAnswer(Exception):
    """The model gave nothing that may be used; ``code`` says why, in a closed list."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_garbled(text: str) -> bool:
    """Whether a piece of an answer, from its beginning, is none that a person may read.

    True of a piece stays true of every longer one that begins with it.
    """
    if _MACHINERY.search(text) or _CALL.match(text):
        return True
    if any(unicodedata.category(sign) in _UNSEEN and sign not in "\n\r\t" for sign in text):
        return True
    if any(len(word) > LONGEST_WORD and not ADDRESS.search(word) for word in text.split()):
        return True
    return any(not _PATTERN.fullmatch(found[1]) for found in _AGAIN.finditer(text))


def says_nothing(text: str) -> bool:
    """Not a letter and not a figure in any script: ``?????``, or an emoji alone."""
    return not any(sign.isalnum() for sign in text)
