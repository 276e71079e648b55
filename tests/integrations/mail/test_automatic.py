"""Which mails a machine wrote: none of those is answered, and no person is taken for one."""

from email.message import EmailMessage
from pathlib import Path

import yaml

from integrations.email.reading import read_mail

CASES = yaml.safe_load(Path(__file__).with_name("automatic.yaml").read_text(encoding="utf-8"))


def written(case) -> bytes:
    message = EmailMessage()
    message["From"] = case.get("from", "carla@nordhalle.example")
    message["To"] = "mira@orchard.example"
    for name, value in case["head"].items():
        message[name] = value
    message.set_content(case["text"])
    return message.as_bytes()


def test_machines_and_persons_are_told_apart():
    """Forty mails and more: every machine is known by its sign, every person is a person."""
    wrong = [
        (case, found) for case in CASES if (found := read_mail(written(case)).auto) != case["sign"]
    ]
    assert len(CASES) >= 40
    assert wrong == []
