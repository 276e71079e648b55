"""A worker process whose carrier never comes back: ``python slow_worker.py FOLDER NOTE NOW``."""

import sys
import time
from datetime import datetime
from pathlib import Path

from cli.installation import open_installation
from cli.reading import local_settings
from salesgenix.kit.clock import SettableClock
from worker.rounds import Rounds


class Stuck:
    name = "stuck"

    async def send(self, envelope: object) -> None:
        hang()


def hang() -> None:
    Path(sys.argv[2]).write_text("handed over")
    time.sleep(600)


clock = SettableClock()
clock.set(datetime.fromisoformat(sys.argv[3]))
settings = local_settings("sandbox", Path(sys.argv[1]), host="127.0.0.1", port=8700)
Rounds(db=open_installation(settings, clock=clock).db, clock=clock, carrier=Stuck()).run()
