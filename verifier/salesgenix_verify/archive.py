"""An archive from its first byte to its last: container, manifest, records, tree, payloads."""

import hashlib

from salesgenix_verify import container, content, keychain, manifest
from salesgenix_verify.canonical import Bytes, Fields, parse
from salesgenix_verify.evidence import Archive, Evidence
from salesgenix_verify.keychain import Keychain
from salesgenix_verify.manifest import Manifest
from salesgenix_verify.notes import digest_text, read_note
from salesgenix_verify.report import Place, Report, Tampered, Undecided

MAX_BYTES = 2**32 - 1


def verify(data: Bytes, report: Report, evidence: Evidence) -> None:
    """Fills ``report``. A check that fails does not stop those that can still name a place."""
    if len(data) > MAX_BYTES:
        raise Tampered("container.foreign", "No archive of this format is that large.")
    archive = Archive(data, report, evidence)
    stored, changed = container.read(data)
    report.findings += changed
    archive.files = {item.name: item for item in stored}
    if not changed:
        report.held(
            "container", f"{len(stored)} files; the container is byte for byte what they give."
        )
    names = [item.name for item in stored[:2]]
    if names != [manifest.NAME, manifest.SIGNATURE]:
        raise Tampered("files.order", "An archive begins with manifest.json and manifest.sig.")
    fields = parse(archive.content(manifest.NAME), Place(manifest.NAME))
    keys = _signed(archive, fields)
    told = manifest.read(fields)
    report.subject |= {
        "kind": told.kind,
        "log": str(told.log),
        "as_of": told.as_of,
        "size": told.size,
        "root": told.root.hex(),
        "records": told.count,
        "pruned": told.pruned.size,
    }
    with report.stage("files"):
        manifest.check_files(fields, stored)
        report.held("files", "Every file is listed with its size and digest, and none is missing.")
    content.check(archive, told, keys)
    with report.stage("archive"):
        _detached(archive, told, keys)


def _signed(archive: Archive, fields: Fields) -> Keychain:
    """The keys, after the manifest was found to be signed. A newer format is left undecided."""
    report, origin = archive.report, fields.text("origin")
    name = fields.text("format")
    if not manifest.FORMATS.fullmatch(name):
        raise Tampered("manifest.format", "This is not a manifest.", Place(manifest.NAME))
    publics = keychain.read_chain(fields)
    keys = Keychain(origin, publics)
    with report.stage("keys"):
        keys = keychain.trust(origin, publics, list(archive.evidence.keys))
    keychain.describe(keys, report, was_given=bool(archive.evidence.keys))
    with report.stage("signature"):
        note = read_note(archive.content(manifest.SIGNATURE), Place(manifest.SIGNATURE))
        digest = archive.files[manifest.NAME].sha256
        epoch = keys.signer(note)
        if note.text != digest_text(name, origin, digest) or len(note.signatures) != 1:
            epoch = None
        if epoch is None:
            raise Tampered(
                "manifest.signature",
                "The manifest is not signed by a key of this log that counts.",
                Place(manifest.SIGNATURE),
            )
        report.held("signature", f"The manifest is signed by the log's key of epoch {epoch}.")
    if name != manifest.FORMAT:
        raise Undecided("manifest.newer", f"The format is {name}; a newer verifier is needed.")
    return keys


def _detached(archive: Archive, told: Manifest, keys: Keychain) -> None:
    if archive.evidence.signature is None:
        return
    name, raw = archive.evidence.signature
    place = Place(name)
    note, digest = read_note(raw, place), hashlib.sha256()
    for chunk in container.chunks(archive.data, 0, len(archive.data)):
        digest.update(chunk)
    text = digest_text("salesgenix-archive/1", told.origin, digest.digest())
    if note.text != text or len(note.signatures) != 1 or keys.signer(note) is None:
        raise Tampered("archive.signature", "This is not the signature of these bytes.", place)
    archive.report.held("archive", "The detached signature is over exactly these bytes.")
