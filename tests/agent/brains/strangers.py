"""Reads the files of ``companies``: pages of an invented company and what strangers ask of it."""

import re
from pathlib import Path

import yaml

from tests.agent.brains.conftest import NOW, Pages, Talk

COMPANIES = sorted((Path(__file__).parent / "companies").glob("*.yaml"))
SHORT = 3  # letters: a word so short must stand by itself


class Company:
    """The pages a prospect may be told today, and what strangers ask about them."""

    def __init__(self, path, place):
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        today = [page for page in declared["pages"] if is_told(page)]
        place.write_text(yaml.safe_dump(today, allow_unicode=True), encoding="utf-8")
        self.pages, self.never = Pages(place), declared["never"]
        self.questions = declared["questions"]

    def ask(self, question):
        """The last reply, what in it must never be said, and whether the team was asked."""
        talk = Talk(self.pages)
        replies = [talk.say(text) for text in question["ask"]]
        said = plain(replies[-1])
        wrong = [text for text in self.never + question.get("never", []) if holds(text, said)]
        return said, wrong, bool(talk.made("ask_team"))


def is_told(page):
    until = page.get("valid_until")
    return page.get("audience") != "internal" and not (until and until < NOW.date())


def plain(text):
    """Figures without their separators, so that 1.040 and 1,040 are the same."""
    text = re.sub(r"(?<=\d)[.,\u202f' ](?=\d{3}(?!\d))", "", text.replace("\xa0", " "))
    text = re.sub(r"(?<=\d),(?=\d\d?(?!\d))", ".", text)
    return re.sub(r"(?<=\d)\s?%", " %", text).casefold()


def holds(wanted, text):
    wanted = plain(wanted)
    before = r"(?<![\d.])" if wanted[0].isdigit() else r"(?<!\w)" if wanted[0].isalnum() else ""
    ends = r"\b" if len(wanted) <= SHORT and wanted[-1].isalnum() else ""
    after = r"(?!\d|\.\d)" if wanted[-1].isdigit() else ends
    return re.search(before + re.escape(wanted) + after, text) is not None


def answers(question, text):
    """Whether all that has to stand in an answer does: of each ``a|b`` one."""
    return all(any(holds(one, text) for one in must.split("|")) for must in question["must"])
