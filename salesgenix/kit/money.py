"""Money in integer minor units; percentages in basis points. No floats anywhere."""

from dataclasses import dataclass

ZERO_DECIMAL = frozenset({"JPY", "KRW", "CLP", "VND", "ISK"})  # ISO 4217 currencies without cents


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` units of ``currency`` (ISO 4217): ``Money(4900, "EUR")`` is 49.00 EUR."""

    minor: int
    currency: str

    def times(self, count: int) -> "Money":
        return Money(self.minor * count, self.currency)

    def less(self, basis_points: int) -> "Money":
        """This amount reduced by a discount; half a minor unit rounds to the customer's favour."""
        cut = (self.minor * basis_points + 5_000) // 10_000
        return Money(self.minor - cut, self.currency)

    def __str__(self) -> str:
        if self.currency in ZERO_DECIMAL:
            return f"{self.minor:,} {self.currency}"
        whole, cents = divmod(self.minor, 100)
        return f"{whole:,}.{cents:02d} {self.currency}" if cents else f"{whole:,} {self.currency}"
