"""A workspace file as its owner Ana would write it, and a way to write another."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

FILE = """\
    workspace: orchard
    company:
      name: Orchard Tools
      site: https://orchard.example
      sender_email: hello@orchard.example
    agent:
      name: Pip
      languages: [en, es]
      disclosure: {en: "I am Pip, an AI assistant."}
    zone: Europe/Berlin
    knowledge: pages
    sites:
      - {key: pk_orchard, origins: [https://orchard.example]}
    discount: {ceiling_percent: 10, above: ask}
    quiet_hours: {start: 20:00, end: 08:00}
    follow_ups: {max: 2, gap_hours: 48}
    members:
      - {name: Ana, email: ana@orchard.example, role: owner, password: correct horse battery}
      - {name: Vic, email: vic@orchard.example, role: viewer}
    reps:
      - name: Ben
        email: ben@orchard.example
        hours: {mon: [[09:00, 12:30], [13:00, 17:00]], thu: [[09:00, 17:00]]}
        busy:
          - {start: 2026-11-26T13:00, end: 2026-11-26T14:00}
          - {start: 2026-12-24, end: 2026-12-27}
    instructions:
      - key: answer-visitors
        words: Answer visitors, and offer them a meeting.
        rule:
          actions: [reply.send, slots.offer, appointment.book, mail.invitation]
          approval: {appointment.book: ask}
      - key: small-discounts
        words: You may give up to ten percent.
        rule: {actions: [discount.offer]}
    leads:
      - name: Carla
        email: carla@acme.example
        company: Acme
        facts: {need: replace spreadsheets}
"""
PAGES = {
    "pricing.md": """\
        ---
        title: Prices
        audience: public
        valid_until: 2027-01-31
        url: /prices
        ---
        # Our prices

        49 EUR a month.
        """,
    "notes.md": """\
        # Notes for the team

        The walk-away price is 39 EUR.
        """,
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the file, with some of its text replaced, and its pages; returns the file's path."""

    def write(*replacements: tuple[str, str], pages: dict[str, str] | None = None) -> Path:
        home = tmp_path / "home"
        folder = home / "pages"
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.rglob("*.md"):
            old.unlink()
        for name, text in (PAGES if pages is None else pages).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(dedent(text))
        text = dedent(FILE)
        for old_words, new_words in replacements:
            assert old_words in text, old_words
            text = text.replace(old_words, new_words)
        path = home / "workspace.yaml"
        path.write_text(text)
        return path

    return write
