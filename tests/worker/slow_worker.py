"""A worker process that comes to a boundary and stays there: ``python slow_worker.py FOLDER NOTE
NOW BOUNDARY PORT``. Its mail goes to a real server on loopback.
"""

import sys
import time
from datetime import datetime
from pathlib import Path

from cli.installation import open_installation
from cli.reading import local_settings
from integrations.email.smtp import SmtpMail
from salesgenix.actions.ports import Envelope
from salesgenix.actions.service import Claim
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.settings import MailSettings
from worker.handing import Handing
from worker.rounds import Rounds

FOLDER, NOTE, NOW, BOUNDARY, PORT = sys.argv[1:]


def stay(boundary: str) -> None:
    if boundary == BOUNDARY:
        Path(NOTE).write_text(boundary)
        time.sleep(600)


class SlowRounds(Rounds):
    def _start(self, claim: Claim, now: datetime) -> Handing | None:
        stay("claimed")
        return super()._start(claim, now)


class SlowMail(SmtpMail):
    async def send(self, envelope: Envelope) -> None:
        stay("sending")
        await super().send(envelope)
        stay("handed over")


clock = SettableClock()
clock.set(datetime.fromisoformat(NOW))
settings = local_settings("sandbox", Path(FOLDER), host="127.0.0.1", port=8700)
carrier = SlowMail(MailSettings(host="127.0.0.1", port=int(PORT), tls="none"))
SlowRounds(db=open_installation(settings, clock=clock).db, clock=clock, carrier=carrier).run()
