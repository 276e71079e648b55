"""The guard: one object, loaded once, asked from any thread.

Every answer is a text with a verdict, or a ``GuardFailure``: there is no third way, and a caller
without a verdict neither asks a model nor sends.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from guardrails import inbound as inward
from guardrails import outbound as outward
from guardrails.entities import Owner
from guardrails.inspection import INWARD, Finds, Tally, inspect, refuse_oversize
from guardrails.links import shown
from guardrails.people import NOBODY, KnownPeople
from guardrails.policy import Direction
from guardrails.stream import OutboundStream
from guardrails.vault import Vault
from guardrails.verdicts import Guarded, GuardFailure, Inbound, Result, Stage

__all__ = ["Guard", "OutboundStream"]

# Rises with every change that can change an answer; it is written into every verdict.
VERSION = "1.2"
REGIONS: tuple[str, ...] = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PL", "PT", "BR")
MINOR_AGE = 13


class Guard:
    """``regions``: where a phone number without a country code may be from (ISO 3166 alpha-2)."""

    def __init__(self, detector: Finds, regions: tuple[str, ...] = REGIONS) -> None:
        self._detector = detector
        self._regions = regions

    @classmethod
    def load(
        cls,
        *,
        regions: tuple[str, ...] = REGIONS,
        recognisers: tuple[str, ...] = (),
        kinds: Mapping[str, str] | None = None,
        least: Mapping[str, float] | None = None,
    ) -> "Guard":
        """Slow: imports Presidio and loads the tagger of names (seconds).

        ``recognisers``, ``kinds`` and ``least`` name Presidio recognisers of others to ask beside
        ours, see ``guardrails.plugins``; one that cannot be used is a ``ValueError``.
        """
        from guardrails.engine import Detector  # noqa: PLC0415 - only who loads a guard pays for it
        from guardrails.plugins import Plugins  # noqa: PLC0415

        plugins = Plugins(recognisers, kinds or {}, least or {})
        return cls(Detector(plugins=plugins), regions)

    def inbound(
        self,
        text: str,
        *,
        vault: Vault,
        known: KnownPeople = NOBODY,
        regions: tuple[str, ...] | None = None,
        minor_age: int | None = None,
        today: date | None = None,
    ) -> Inbound:
        """A prospect's message, before anything is written down. ``regions`` and ``minor_age``
        are by default those of ``known.rules``, and then the guard's own. Told ``today``, it also
        knows a child by the year of birth they give.
        """
        with _closed_on_failure():
            return inward.receive(
                text,
                self._detector,
                vault=vault,
                known=known,
                regions=regions or self._regions_of(known),
                minor_age=minor_age or known.rules.minor_age or MINOR_AGE,
                today=today,
                version=VERSION,
            )

    def for_model(
        self, text: str, *, vault: Vault, known: KnownPeople = NOBODY, foreign: bool = False
    ) -> Guarded:
        """Any other text on its way to a model. ``foreign``: it was written outside the house (a
        web page, a mail), so even a token of this vault has no power in it.
        """
        with _closed_on_failure():
            return inward.prepare(
                text,
                self._detector,
                vault=vault,
                known=known,
                regions=self._regions_of(known),
                foreign=foreign,
                version=VERSION,
            )

    def publish(self, text: str, *, vault: Vault) -> None:
        """``text`` is the workspace's own published words: the contact details and names in it may
        be said in this conversation.
        """
        with _closed_on_failure():
            vault.publish_page(text)
            for finding in inspect(
                text,
                self._detector,
                vault=vault,
                known=NOBODY,
                regions=self._regions,
                stranger=Owner.THIRD,
                least=INWARD,
            ):
                vault.publish(finding.span.entity, finding.value)

    def outbound(
        self,
        text: str,
        *,
        vault: Vault,
        known: KnownPeople | None = None,
        direction: Direction = Direction.MODEL_TO_PROSPECT,
        hosts: Collection[str] | None = None,
    ) -> Guarded:
        """A whole reply, with the reader's own values restored and everybody else's taken out.

        ``known`` is by default whom the vault's last text was read with. ``hosts``: where a link
        may lead (``links.hosts_in``); without them links are not looked at.
        """
        stream = self.outbound_stream(vault, known=known, direction=direction, hosts=hosts)
        released = stream.feed(text) + stream.end()
        return Guarded(released, stream.verdict)

    def outbound_stream(
        self,
        vault: Vault,
        *,
        known: KnownPeople | None = None,
        direction: Direction = Direction.MODEL_TO_PROSPECT,
        hosts: Collection[str] | None = None,
        whole_sentences: bool = False,
    ) -> OutboundStream:
        """The same for a reply that is still being written; ``hosts`` may grow meanwhile.
        ``whole_sentences`` keeps back the harmless first words of a sentence too, for who judges it
        as a whole afterwards, all but a courtesy that opens the reply (``text.openings``); where
        links are looked at that is always so.
        """
        whole_sentences = whole_sentences or hosts is not None
        tally = Tally(Stage.OUTBOUND, self._detector.name)

        def release(before: str, segment: str) -> str:
            reader = vault.known if known is None else known
            with _closed_on_failure():
                linked = segment if hosts is None else shown(segment, hosts)
                if linked != segment:
                    tally.add(Result.MASK, "link.removed")
                return outward.release(
                    linked,
                    self._detector,
                    before=before,
                    vault=vault,
                    known=reader,
                    regions=self._regions_of(reader),
                    direction=direction,
                    tally=tally,
                )

        def avoid(text: str) -> list[tuple[int, int]]:
            reader = vault.known if known is None else known
            with _closed_on_failure():
                found = self._detector.find(text, self._regions_of(reader))
                return [(s.start, s.end) for s in (*found, *reader.rules.denied(text))]

        return OutboundStream(
            release, avoid, lambda: tally.verdict(VERSION), whole_sentences=whole_sentences
        )

    def for_log(self, text: str, *, vault: Vault, known: KnownPeople = NOBODY) -> Guarded:
        """What may stand in a log or a trace."""
        with _closed_on_failure():
            refuse_oversize(text)
            tally = Tally(Stage.LOG, self._detector.name)
            logged = outward.for_log(
                text,
                self._detector,
                vault=vault,
                known=known,
                regions=self._regions_of(known),
                tally=tally,
            )
            return Guarded(logged, tally.verdict(VERSION))

    def _regions_of(self, known: KnownPeople) -> tuple[str, ...]:
        return known.rules.regions or self._regions


@contextmanager
def _closed_on_failure() -> Iterator[None]:
    """Whatever breaks inside is a missing verdict, and says nothing of the text it broke on."""
    try:
        yield
    except GuardFailure:
        raise
    except Exception:  # noqa: BLE001 - the one edge of this room: every fault closes
        raise GuardFailure("guard.engine") from None
