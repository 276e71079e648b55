"""Archives made in the test from the format's text, with every part open to a forger's hand."""

import hashlib
import json
import struct
import zlib
from base64 import b64encode
from dataclasses import dataclass, field
from uuid import UUID

import rfc8785
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from salesgenix.kit.merkle import Tree, leaf_hash
from salesgenix.kit.notes import Signer, verifier_key

LOG = UUID("0198c0de-0000-7000-8000-00000000a001")
CARLA, DORA = UUID(int=0xCA), UUID(int=0xD0)
ORIGIN = f"salesgenix/log/{LOG}"
OURS, NEXT = Signer(1, b"\x01" * 32), Signer(2, b"\x02" * 32)
STRANGER = Signer(1, b"\x09" * 32)


def vkey(signer: Signer, origin: str = ORIGIN) -> str:
    return verifier_key(origin, signer.public)


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    body, directory = b"", b""
    for name, data in files:
        crc, size, raw = zlib.crc32(data), len(data), name.encode()
        directory += struct.pack(
            "<IHHHHHHIIIHHHHHII",
            *(0x02014B50, 0x0314, 20, 0, 0, 0, 0x21, crc, size, size, len(raw)),
            *(0, 0, 0, 0, 0o100644 << 16, len(body)),
        )
        directory += raw
        body += struct.pack(
            "<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 0x21, crc, size, size, len(raw), 0
        )
        body += raw + data
    count = len(files)
    end = (0x06054B50, 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + struct.pack("<IHHHHIIH", *end)


def checkpoint(signer: Signer, size: int, root: bytes, origin: str = ORIGIN) -> str:
    return signer.note(origin, f"{origin}\n{size}\n{b64encode(root).decode()}\n")


@dataclass
class Log:
    """Records and payloads as a house writes them; a forger may edit any list before packing."""

    records: list[bytes] = field(default_factory=list)
    payloads: dict[str, dict] = field(default_factory=dict)

    def add(self, kind: str, *, subject: UUID | None = None, text: str = "", **more) -> int:
        seq = len(self.records) + 1
        genesis = hashlib.sha256(b"salesgenix-log-v1" + LOG.bytes).hexdigest()
        body = {
            "v": 1,
            "log": str(LOG),
            "seq": seq,
            "id": str(UUID(int=seq + 2**80)),
            "at": f"2026-11-23T{9 + seq // 60:02}:{seq % 60:02}:00.000+00:00",
            "prev": leaf_hash(self.records[-1]).hex() if self.records else genesis,
            "type": kind,
            "phase": "note",
            "outcome": "performed",
        } | more
        if subject:
            body["subject_ref"] = str(subject)
        if text:
            body["payloads"] = [self.seal(seq, text)]
        self.records.append(rfc8785.dumps(body))
        return seq

    def seal(self, seq: int, text: str) -> dict:
        identity = str(UUID(int=seq + 2**90))
        place, key = f"decision_payload:content:{identity}", bytes([seq]) * 32
        nonce = seq.to_bytes(12)
        sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())
        self.payloads[identity] = {
            "id": identity,
            "seq": seq,
            "part": "message",
            "sealed": b64encode(sealed).decode(),
            "place": place,
            "key": key.hex(),
            "text": text,
        }
        digest = hashlib.sha256(sealed).hexdigest()
        return {"id": identity, "part": "message", "sha256": digest, "bytes": len(sealed)}

    @property
    def leaves(self) -> list[bytes]:
        return [leaf_hash(record) for record in self.records]

    def note(self, size: int, signer: Signer = OURS) -> bytes:
        """A checkpoint that somebody kept."""
        return checkpoint(signer, size, Tree(self.leaves).root(size)).encode()


@dataclass
class Packing:
    """How a log is packed. ``files`` replaces contents before the manifest is made over them."""

    kind: str = "workspace"
    chosen: list[int] = field(default_factory=list)
    accounting: list[int] = field(default_factory=list)
    sizes: tuple[int, ...] = ()  # of the checkpoints kept
    pruned: int = 0
    keys: tuple[Signer, ...] = (OURS,)
    signer: Signer | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    manifest: dict = field(default_factory=dict)

    @property
    def by(self) -> Signer:
        return self.signer or self.keys[-1]


def lines(items) -> bytes:
    return b"".join(rfc8785.dumps(item) + b"\n" for item in items)


def contents(log: Log, how: Packing) -> dict[str, bytes]:
    tree, size, signer = Tree(log.leaves), len(log.records), how.by
    seqs = how.chosen or range(how.pruned + 1, size + 1)
    told = [
        {
            "size": old,
            "root": tree.root(old).hex(),
            "key_epoch": signer.epoch,
            "at": "2026-11-23T09:00:00.000+00:00",
            "cause": "minute",
            "note": checkpoint(signer, old, tree.root(old)),
        }
        for old in (*how.sizes, size)
    ]
    found = {
        "checkpoint": checkpoint(signer, size, tree.root()).encode(),
        "checkpoints.jsonl": lines(told),
        "records.jsonl": b"".join(log.records[seq - 1] + b"\n" for seq in seqs),
    }
    if how.kind != "workspace":
        proofs = [
            {"seq": seq, "path": [node.hex() for node in tree.inclusion(seq - 1)]} for seq in seqs
        ]
        found["proofs.jsonl"] = lines(proofs)
        found["consistency.jsonl"] = lines(
            {"size": old, "path": [node.hex() for node in tree.consistency(old)]}
            for old in how.sizes
        )
    there = [item for item in log.payloads.values() if item["seq"] in seqs]
    found |= {
        "payloads.jsonl": lines(there),
        "decisions.csv": b"seq\r\n1\r\n",
        "README.txt": b"How to verify\n",
    }
    return found | how.files


def pack(log: Log, how: Packing | None = None) -> bytes:
    how = how or Packing()
    found = contents(log, how)
    tree, size, signer = Tree(log.leaves), len(log.records), how.by
    seqs = how.chosen or list(range(how.pruned + 1, size + 1))
    body = {
        "format": "salesgenix-export/1",
        "kind": how.kind,
        "log": str(LOG),
        "origin": ORIGIN,
        "language": "en",
        "as_of": json.loads(log.records[-1])["at"],
        "records": {"count": len(seqs), "first": seqs[0], "last": seqs[-1]},
        "tree": {"size": size, "root": tree.root().hex()},
        "keys": [_key(how.keys, number) for number in range(len(how.keys))],
        "files": [
            {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in found.items()
        ],
        "software": {"name": "salesgenix", "version": "0.1.0"},
    }
    if how.kind == "subject":
        body["subject_ref"] = str(CARLA)
    if how.accounting:
        body["accounting"] = how.accounting
    if how.pruned:
        body["pruned"] = {
            "size": how.pruned,
            "leaf": log.leaves[how.pruned - 1].hex(),
            "frontier": [node.hex() for node in tree.frontier(how.pruned)],
        }
    manifest = rfc8785.dumps(body | how.manifest)
    return sealed_up(manifest, signer, found)


def sealed_up(manifest: bytes, signer: Signer, found: dict[str, bytes]) -> bytes:
    name = json.loads(manifest)["format"]
    digest = b64encode(hashlib.sha256(manifest).digest()).decode()
    signature = signer.note(ORIGIN, f"{name}\n{ORIGIN}\n{digest}\n").encode()
    return zipped([("manifest.json", manifest), ("manifest.sig", signature), *found.items()])


def _key(chain: tuple[Signer, ...], number: int) -> dict:
    public = b64encode(chain[number].public).decode()
    item = {"epoch": number + 1, "public": public}
    if number:
        text = f"salesgenix-key/1\n{number + 1}\n{public}\n".encode()
        item["endorsement"] = b64encode(chain[number - 1].sign(text)).decode()
    return item


def a_log() -> Log:
    """Carla and Dora spoke, one action was allowed and done, one payload of Dora was erased."""
    log = Log()
    log.add("signal.read", subject=CARLA, text="Zoë wants a demo on Tuesday")
    dora = log.add("signal.read", subject=DORA, text="I am Dora")
    action = {"action_id": str(UUID(int=7)), "subject": CARLA}
    intent = log.add("action.authorised", phase="intent", **action)
    log.add("action.performed", phase="effect", effect_of=intent, **action)
    log.add("reply.sent", subject=CARLA, text="Tuesday at ten it is")
    erased = str(UUID(int=dora + 2**90))
    log.add("erasure.executed", facts={"erasure": str(UUID(int=3)), "payloads": [erased]})
    del log.payloads[erased]
    log.add("stage.moved", subject=CARLA)
    return log
