"""A part of a log: each record belongs to the selection and is proven to lie in the signed tree."""

from collections.abc import Iterator

from salesgenix_verify.canonical import parse
from salesgenix_verify.manifest import Manifest
from salesgenix_verify.records import ACCOUNTING, Record
from salesgenix_verify.report import Place, Tampered
from salesgenix_verify.trees import is_included


class Selection:
    """Reads ``proofs.jsonl`` beside the records, line by line."""

    def __init__(self, told: Manifest, proofs: Iterator[tuple[Place, bytes]]) -> None:
        self._told, self._proofs = told, proofs
        self._accounted: set[int] = set()
        self.first = 0

    def check(self, record: Record) -> None:
        self.first = self.first or record.seq
        line = next(self._proofs, None)
        if line is None:
            raise Tampered("proofs.missing", "A record has no proof of its place.", record.place)
        place, raw = line
        proof = parse(raw, place)
        told = self._told
        if proof.number("seq") != record.seq or not is_included(
            record.leaf, record.seq - 1, proof.digests("path"), size=told.size, root=told.root
        ):
            raise Tampered(
                "proofs.inclusion",
                "The record is not proven to lie in the signed tree: it or its proof was changed.",
                Place(record.place.file, record.place.line, record.seq),
            )
        if not self._belongs(record):
            raise Tampered(
                "selection.foreign",
                "The record is not of the person or the period that the manifest names.",
                Place(record.place.file, record.place.line, record.seq),
            )

    def end(self) -> None:
        if next(self._proofs, None) is not None:
            raise Tampered("proofs.foreign", "There are more proofs than records.")
        if self._accounted != self._told.accounting:
            raise Tampered(
                "selection.accounting", "A record that accounts for erasures is missing."
            )

    def _belongs(self, record: Record) -> bool:
        told, fields = self._told, record.fields
        if record.seq in told.accounting:
            self._accounted.add(record.seq)
            return fields.text("type") in ACCOUNTING
        if told.kind == "subject":
            return fields.has("subject_ref") and fields.uuid("subject_ref") == told.subject_ref
        at = fields.time("at")
        return (told.since is None or told.since <= at) and (told.until is None or at < told.until)
