"""What an order would mean, in a terminal; put in force only by its digest."""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from cli.installation import open_installation
from cli.upkeep import pick_workspace, settings_for
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb, require
from salesgenix.drafts import service as drafts
from salesgenix.drafts.service import DraftCard, Wish
from salesgenix.instructions.service import body_of
from salesgenix.kit.errors import Invalid, NotFound

MARKS = {
    "enforced": "held",
    "floor": "holds anyway",
    "refused": "refused",
    "unenforced": "told, not held",
    "unclear": "unclear",
}


def read_order(
    words: str,
    *,
    publish: str | None,
    member: str | None,
    as_json: bool,
    slug: str | None,
    data_dir: Path | None,
) -> None:
    house = open_installation(settings_for(data_dir))
    try:
        now = house.clock.now()
        if publish is None:
            with house.db.reading() as session:
                workspace_id = pick_workspace(session, slug)
                card = drafts.draft(session, workspace_id, Wish(words=words), now=now)
            typer.echo(_as_json(words, card) if as_json else _as_text(words, card))
            return
        if member is None:
            raise Invalid("order.member", "Say with --member who orders it, by mail address.")
        with house.db.writing() as session:
            workspace_id = pick_workspace(session, slug)
            who = accounts.member_of_email(session, workspace_id, member)
            if who is None or not who.is_active:
                raise NotFound("member.unknown", "No member has that address.")
            require(who.role, Verb.CHANGE_INSTRUCTIONS)
            issued = drafts.publish(
                session,
                workspace_id,
                Wish(words=words),
                digest=publish,
                by=who.id,
                surface="terminal",
                now=now,
            )
        typer.echo(f"In force as {issued.key}.")
    finally:
        house.close()


def _as_json(words: str, card: DraftCard) -> str:
    shown = {
        "key": card.key,
        "kind": card.kind,
        "rule": body_of(card.rule) if card.rule is not None else None,
        "parts": card.parts,
        "sentences": [
            asdict(one) | {"words": words[one.start : one.end]} for one in card.sentences
        ],
        "examples": [asdict(one) for one in card.examples],
        "digest": card.digest,
    }
    return json.dumps(shown, ensure_ascii=False, default=str, indent=2)


def _as_text(words: str, card: DraftCard) -> str:
    lines = []
    for one in card.sentences:
        about = f" ({one.about})" if one.about else ""
        lines.append(f"{MARKS[one.standing]:>14}  {words[one.start : one.end]}{about}")
        if one.why:
            lines.append(f"{'':>14}  {one.why}")
    lines += ["", *card.parts, ""]
    lines += [f"{one.outcome:>14}  {one.text} {one.why}" for one in card.examples]
    if card.rule is not None:
        lines += ["", f"To put it in force: --publish {card.digest} --member <your address>"]
    return "\n".join(lines)
