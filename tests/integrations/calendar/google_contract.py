"""Holds calls and answers against ``google_contract.json``: names and types, nothing else."""

import json
import re
from pathlib import Path
from typing import Any

from tests.integrations.calendar.twin import Call, Reply

FILE = Path(__file__).with_name("google_contract.json")
PLAIN = {"string": str, "boolean": bool, "integer": int}
WORD = re.compile(r"[^,()/]+|[,()/]")
Tree = dict[str, Any]


class Contract:
    def __init__(self) -> None:
        read = json.loads(FILE.read_text(encoding="utf-8"))
        self.shapes, self.methods, self.everywhere = (
            read[name] for name in ("shapes", "methods", "everywhere")
        )
        self.base = read["base"]

    def breaches(self, call: Call, reply: Reply) -> list[str]:
        """Of a call: its path, each parameter, its body, and what its ``fields`` names."""
        name, method = self._method(call)
        if method is None:
            return [f"{call.method} {call.path}: no such method"]
        known = method["query"] | self.everywhere
        wrong = [f"{name}: parameter {one}" for one in call.query if one not in known]
        wrong += [
            f"{name}: {one}={value}"
            for one, value in call.query.items()
            if not _fits(value, known.get(one, "string"))
        ]
        if call.body:
            wrong += self._of_shape(call.body, method.get("request"), f"{name} request")
        if "fields" in call.query:
            wrong += self._of_tree(_tree(call.query["fields"]), method["answer"], name)
        if reply.status >= 400:
            wrong += self._of_shape(reply.body, "Failure", f"{name} failure")
        return wrong

    def of_answer(self, call: Call, body: Tree) -> list[str]:
        name, method = self._method(call)
        return self._of_shape(body, method["answer"], f"{name} answer") if method else [name]

    def _method(self, call: Call) -> tuple[str, Tree | None]:
        path = call.path.removeprefix(self.base)
        for name, method in self.methods.items():
            pattern = re.sub(r"\\\{[^}]*\}", "[^/]+", re.escape(method["path"]))
            if call.method == method["verb"] and re.fullmatch(pattern, path):
                return name, method
        return call.path, None

    def _of_shape(self, value: Any, shape: Any, where: str) -> list[str]:
        if isinstance(shape, list):
            if not isinstance(value, list):
                return [f"{where}: no list"]
            return [bad for one in value for bad in self._of_shape(one, shape[0], f"{where}[]")]
        if shape in PLAIN:
            return [] if type(value) is PLAIN[shape] else [f"{where}: no {shape}"]
        if shape is None or not isinstance(value, dict):
            return [f"{where}: nothing is known of it"]
        known = self.shapes[shape]
        return [
            bad
            for name, one in value.items()
            for bad in (
                self._of_shape(one, known.get(name, known.get("*")), f"{where}.{name}")
                if name in known or "*" in known
                else [f"{where}.{name}: no such field"]
            )
        ]

    def _of_tree(self, tree: Tree, shape: Any, where: str) -> list[str]:
        wrong = []
        known = self.shapes.get(shape, {}) if isinstance(shape, str) else {}
        for name, below in tree.items():
            kind = known.get(name, known.get("*"))
            if kind is None:
                wrong.append(f"{where}: field {name}")
            elif below:
                wrong += self._of_tree(below, kind[0] if isinstance(kind, list) else kind, where)
        return wrong


def pick(body: Any, fields: str) -> Any:
    """A partial answer: ``a,b(c,d),e/f`` keeps these and nothing beside."""
    return _keep(body, _tree(fields))


def _keep(value: Any, tree: Tree) -> Any:
    if isinstance(value, list):
        return [_keep(one, tree) for one in value]
    if not isinstance(value, dict) or not tree:
        return value
    return {name: _keep(value[name], below) for name, below in tree.items() if name in value}


def _tree(fields: str) -> Tree:
    words = WORD.findall(fields)
    tree, end = _branch(words, 0)
    assert end == len(words), fields
    return tree


def _branch(words: list[str], at: int) -> tuple[Tree, int]:
    tree: Tree = {}
    while at < len(words) and words[at] != ")":
        here, at = tree.setdefault(words[at], {}), at + 1
        while at < len(words) and words[at] == "/":
            here, at = here.setdefault(words[at + 1], {}), at + 2
        if at < len(words) and words[at] == "(":
            below, at = _branch(words, at + 1)
            here.update(below)
            at += 1
        if at < len(words) and words[at] == ",":
            at += 1
    return tree, at


def _fits(value: str, kind: str) -> bool:
    if kind == "boolean":
        return value in {"true", "false"}
    return value.isdecimal() if kind == "integer" else True
