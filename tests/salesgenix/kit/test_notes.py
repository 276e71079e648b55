"""Notes are those of C2SP: known keys, known signatures, and nothing else opens."""

from base64 import b64decode

import pytest

from salesgenix.kit.errors import Invalid
from salesgenix.kit.notes import Signer, is_signed_by, key_id, open_note, verifier_key

# The example key and note of the format's first implementation.
NAME = "PeterNeumann"
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
NOTE = f"{TEXT}\n— {NAME} {SIGNATURE}\n"
KEY = Signer(1, SEED)


def test_a_known_key_and_its_known_note() -> None:
    """Same seed, same text: the same key id, verifier key and bytes as elsewhere."""
    assert verifier_key(NAME, KEY.public) == VERIFIER
    assert key_id(NAME, KEY.public).hex() == "c74f20a3"
    assert KEY.note(NAME, TEXT) == NOTE
    assert open_note(NOTE, NAME, KEY.public) == TEXT


def test_another_known_key_id() -> None:
    """A key that is in use in the world."""
    public = b64decode("Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")[1:]
    assert key_id("sum.golang.org", public).hex() == "033de0ae"


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        f"{TEXT}\n",
        NOTE.removesuffix("\n"),
        NOTE.replace("answer", "question"),
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace(NAME, "PeterNeumann2"),
        NOTE.replace(SIGNATURE, ""),
        NOTE.replace(SIGNATURE, "not base64!"),
        NOTE.replace(SIGNATURE, "AAAA"),
        NOTE.replace(SIGNATURE, SIGNATURE[:-8]),
        NOTE.replace("x08g", "x08h"),
        f"{NOTE}anything\n",
        f"{NOTE}\n",
        f"{TEXT} \n— {NAME} {SIGNATURE}\n",
        NOTE.replace("\n", "\r\n"),
    ],
)
def test_what_is_malformed_or_changed_does_not_open(note: str) -> None:
    """A changed text, a cut signature, a foreign name, lines that are none: all are refused."""
    with pytest.raises(Invalid):
        open_note(note, NAME, KEY.public)


def test_every_changed_byte_is_noticed() -> None:
    """No single character of the text or its signature can be another."""
    for place, char in enumerate(NOTE):
        changed = NOTE[:place] + ("a" if char != "a" else "b") + NOTE[place + 1 :]
        assert not is_signed_by(changed, NAME, KEY.public), place


def test_a_foreign_key_does_not_open_it() -> None:
    """Another key under the same name has another id, and did not sign."""
    assert not is_signed_by(NOTE, NAME, Signer(1, bytes(32)).public)


def test_a_second_signature_is_no_hindrance() -> None:
    """A witness may sign beside us; each opens the same text."""
    other = Signer(1, bytes(range(32)))
    both = NOTE + other.note("witness", TEXT).removeprefix(f"{TEXT}\n")
    assert open_note(both, NAME, KEY.public) == open_note(both, "witness", other.public) == TEXT


@pytest.mark.parametrize("text", ["", "no end", "a\tb\n", "a\x00\n", "a\x7f\n", "a\r\n"])
def test_what_is_no_text_is_not_signed(text: str) -> None:
    """Text ends with a newline and has no control characters but that."""
    with pytest.raises(Invalid):
        KEY.note(NAME, text)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb"])
def test_what_is_no_name_does_not_sign(name: str) -> None:
    """A key's name has no spaces and no plus: it would not be read back."""
    with pytest.raises(Invalid):
        KEY.note(name, TEXT)
