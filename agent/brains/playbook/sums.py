"""A price for so many, line by line: the unit, what is added or taken off, and each sum shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agent.brains.playbook.desk import Desk
from agent.brains.playbook.quoting.figures import Money
from agent.brains.playbook.quoting.offers import Discount, Price

YEAR = 12


@dataclass(frozen=True, slots=True)
class Order:
    """For how many and how long, how it is paid, and whether the start is to be counted in."""

    count: int
    months: int | None = None
    pays_ahead: bool = False
    over_a_year: bool = False
    fee: Money | None = None


def line(desk: Desk, price: Price, order: Order, promised: Sequence[Discount] = ()) -> str:
    """One plan for an order, with every step of the calculation."""
    count = max(order.count, price.least)
    told: list[str] = []
    if count > order.count:
        told.append(desk.words.one("sum_least", name=price.name, least=count))
    total = price.unit.times(count)
    told.append(_says(desk, f"sum_{price.period}", seats=count, unit=price.unit, total=total))
    if price.base is not None and price.period == "month":
        whole = total.plus(price.base)
        told.append(_says(desk, "sum_based", base=price.base, sum=total, total=whole))
        total = whole
    for discount in _due(promised, price, order, count):
        total = total.less(Decimal(discount.percent.replace(",", ".")))
        key = "sum_less" if price.period == "month" else "sum_less_year"
        told.append(_says(desk, key, percent=discount.percent, total=total))
        desk.passages[discount.passage.id] = None
    months = _months(price, order)
    if months and price.period == "month":
        whole = total.times(months)
        told.append(_says(desk, "sum_months", months=months, month_total=total, total=whole))
        total = whole
    if order.fee is not None:
        told.append(_says(desk, "sum_setup", fee=order.fee, total=total.plus(order.fee)))
    said = " ".join(told)
    if not price.name:
        return said
    name = desk.words.one("sum_yearly", name=price.name) if price.billed_yearly else price.name
    return desk.words.one("sum_named", name=name, sum=said)


def _says(desk: Desk, key: str, **facts: Money | str | int) -> str:
    language = desk.state.language
    written: dict[str, Any] = {
        name: fact.written(language) if isinstance(fact, Money) else fact
        for name, fact in facts.items()
    }
    return desk.words.one(key, **written)


def _months(price: Price, order: Order) -> int | None:
    is_by_year = price.billed_yearly or order.over_a_year or order.pays_ahead or order.fee
    return order.months or (YEAR if is_by_year else None)


def _due(promised: Sequence[Discount], price: Price, order: Order, count: int) -> list[Discount]:
    """The one for the number, and the one for paying or committing ahead; never two of a kind."""
    mine = [one for one in promised if not one.plans or price.name in one.plans]
    due = {
        one.kind: one
        for one in mine
        if (
            one.kind == "volume"
            and one.least <= count <= one.most
            and (price.billed_yearly or not one.for_yearly)
        )
        or (one.kind == "ahead" and order.pays_ahead and not price.billed_yearly)
        or (one.kind == "commit" and order.months is not None and order.months >= one.months)
    }
    return list(due.values())
