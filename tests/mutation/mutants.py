"""What is taken away, one at a time, and which tests must notice.

Each check of the decision point is a mutant by itself: it is answered with yes. The guards on the
way from a proposal to its effect are lines of source, left out while the module is loaded; nothing
is written to disk. A line that is no longer there stops the run: the list would guard nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from salesgenix.instructions import checks

ROOT = Path(__file__).parents[2]
ORDERS = "tests/salesgenix/instructions"
ACTIONS = "tests/salesgenix/actions"
GATES = "tests/agent/turns"
PURE = (f"{ORDERS}/test_checks.py", f"{ORDERS}/test_rules.py")
# These only say in the record what they looked at; there is nothing to fail.
SAYS_ONLY = frozenset({"_floor"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """``old`` becomes ``new`` in ``file``, the ``nth`` time it stands there; or ``check`` says yes."""

    name: str
    killers: tuple[str, ...]
    check: str | None = None
    file: str = ""
    old: str = ""
    new: str = ""
    nth: int = 1

    def applied_to(self, source: str) -> str:
        parts = source.split(self.old)
        if len(parts) <= self.nth:
            raise LookupError(f"{self.name}: this no longer stands in {self.file}")
        return self.old.join(parts[: self.nth]) + self.new + self.old.join(parts[self.nth :])


def of_checks() -> list[Mutant]:
    """Whatever stands in the lists today."""
    named = dict.fromkeys([*checks.ALL_CHECKS, *checks.FLOOR_CHECKS])
    names = [question.__name__ for question in named if question.__name__ not in SAYS_ONLY]
    return [Mutant(f"check {name.strip('_')}", PURE, check=name) for name in names]


def _edits(file: str, killers: tuple[str, ...], *cuts: tuple[object, ...]) -> Iterable[Mutant]:
    for name, old, new, *nth in cuts:
        yield Mutant(
            str(name),
            killers,
            file=file,
            old=str(old),
            new=str(new),
            nth=int(str(nth[0])) if nth else 1,
        )


MAY_NOT_LEAVE = "if verdict.outcome is not Judged.ALLOWED or verdict.wait_until is not None:"
WAY_OUT = tuple(f"{ACTIONS}/test_{name}.py" for name in ("delivering", "permits", "approving"))
SLOWER = (f"{ACTIONS}/test_races.py",)


def of_the_way() -> list[Mutant]:
    """From the proposal to the effect."""
    return [
        *_edits(
            "salesgenix/actions/delivering.py",
            WAY_OUT,
            ("judge at hand-over", MAY_NOT_LEAVE, "if False:", 1),
            ("judge at claim", MAY_NOT_LEAVE, "if False:", 2),
            ("approval is about this digest", "and approval.digest == row.digest\n", "\n"),
            ("approval was granted", "and approval.state in {ApprovalState.APPROVED", "and approval.state not in {None, ApprovalState.APPROVED"),
            ("what is carried out has the digest", "and is_digest_of(", "and (lambda *_: True)("),
            ("a claim has one owner", "(row.state, row.attempts) != (State.CLAIMED, claim.attempt)", "False"),
        ),
        *_edits(
            "salesgenix/actions/repository.py",
            WAY_OUT,
            ("a permit is used once", "        col(Permit.used_at).is_(None),\n        col(Permit.expires_at)", "        col(Permit.expires_at)"),
            ("a permit lapses", "        col(Permit.expires_at) > now,\n", ""),
            ("a permit is for this digest", "        col(Permit.digest) == present.scalar_subquery(),\n", ""),
            ("a permit names its order", "        col(Permit.instruction_id).is_not_distinct_from(rule[0]),\n", ""),
            ("a permit names its version", "        col(Permit.rule_version).is_not_distinct_from(rule[1]),\n", ""),
        ),
        *_edits(
            "salesgenix/actions/repository.py",
            SLOWER,
            ("one writer at a time", "    for workspace_id in sorted({workspace_id for workspace_id, _ in places}):", "    for workspace_id in ():"),
        ),
        *_edits(
            "salesgenix/actions/permitting.py",
            WAY_OUT,
            ("the digest is compared when a permit is spent", "if not is_digest_of(row.digest, row.kind, arguments, key):", "if False:"),
            ("the content is kept with the permit", "handed = b\"\\0\".join([b\"delivery\", recipient.encode(), message])", "handed = b\"\""),
        ),
        *_edits(
            "salesgenix/actions/proposing.py",
            (f"{ACTIONS}/test_proposing.py",),
            ("a denial ends it", "if verdict.outcome is Judged.DENIED:", "if False:"),
            ("what must be asked is asked", "if verdict.outcome is Judged.NEEDS_APPROVAL:", "if False:"),
            ("a key stands for one content", "if not is_digest_of(known.digest, proposed.kind, proposed.arguments, key):", "if False:"),
            ("arguments have a form", "    checked_arguments(proposed.kind, proposed.arguments)\n", ""),
        ),
        *_edits(
            "salesgenix/actions/approving.py",
            (f"{ACTIONS}/test_approving.py",),
            ("only who may decides", "    member_may_decide(session, workspace_id, member_id)\n", ""),
            ("the first decision stands", "if approval.state != ApprovalState.PENDING:", "if False:"),
            ("an approval runs out", "if approval.expires_at <= now:", "if False:"),
            ("what was approved is judged again", "if verdict.outcome is not Judged.ALLOWED:", "if False:"),
        ),
        *_edits(
            "salesgenix/actions/performing.py",
            (f"{ACTIONS}/test_proposing.py", "tests/tools/test_booking.py"),
            ("nobody else's meeting", "if card.lead_id != job.lead_id:", "if False:"),
        ),
        *_edits(
            "salesgenix/conversations/repository.py",
            ("tests/salesgenix/conversations", f"{GATES}/test_hosted_model.py"),
            ("the epoch where a reply is appended", "if agent_epoch is not None:", "if False:"),
        ),
        *_edits(
            "agent/middleware/tool_gate.py",
            (f"{GATES}/test_authority.py",),
            ("only tools of the list", ' if call["name"] in context.state.tools else None', ""),
            ("not too many calls", "if context.tool_calls > MAX_TOOL_CALLS:", "if False:"),
            ("an address is the prospect's", "if kept is None or (kept.entity, kept.owner) != (ADDRESSES[name], Owner.PROSPECT):", "if kept is None:"),
            ("an address is kept", "        return kept.value\n", "        return value\n"),
            ("a fact's value is what its field says", 'str(proposal.arguments.get("field", name)) if name == "value" else name', "name"),
            ("a look-up is judged", "if verb.effect is Effect.READ else None", "if False else None"),
        ),
        *_edits(
            "agent/recording.py",
            (f"{GATES}/test_authority.py",),
            ("a reply is judged where it is kept", "        if not verdict.is_allowed:\n", "        if False:\n"),
        ),
    ]  # fmt: skip


def every() -> dict[str, Mutant]:
    return {mutant.name: mutant for mutant in [*of_checks(), *of_the_way()]}
