"""Static files, read once at start: named by the digest of all of them, so they never go stale.

``/static/<digest>/widget/panel.js`` may be kept for a year, and what it imports by a relative path
carries the same digest. ``/static/fonts/…`` carries its version in the file's name.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

API = Path(__file__).parent
ROOTS = {
    "widget": API / "widget" / "static",
    "console": API / "console" / "static",
    "privacy": API / "privacy" / "static",
    "fonts": API / "static" / "fonts",
}
IMMUTABLE = "public, max-age=31536000, immutable"
COMPRESSED = ("text/", "application/json", "image/svg+xml")
MIN_GZIP_BYTES = 512
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    zipped: bytes | None
    media_type: str
    digest: str

    def response(self, request: Request, headers: dict[str, str]) -> Response:
        headers = {"ETag": f'"{self.digest}"', "Vary": "Accept-Encoding", **headers}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        if self.zipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.zipped, media_type=self.media_type, headers=headers)
        return Response(self.body, media_type=self.media_type, headers=headers)


class Assets:
    """All static files of the house by ``<root>/<path>``; ``url`` is how a page names one."""

    def __init__(self, roots: dict[str, Path]) -> None:
        self._files = {
            f"{name}/{path.relative_to(root).as_posix()}": _load(path)
            for name, root in roots.items()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
        together = "".join(name + asset.digest for name, asset in sorted(self._files.items()))
        self.digest = hashlib.sha256(together.encode()).hexdigest()[:12]

    def url(self, name: str) -> str:
        """The address of ``name``, which must exist: a misspelt one fails where it is written."""
        self[name]
        return f"/static/{self.digest}/{name}"

    def __getitem__(self, name: str) -> Asset:
        try:
            return self._files[name]
        except KeyError:
            raise HTTPException(404) from None


@lru_cache(maxsize=1)
def assets() -> Assets:
    return Assets(ROOTS)


def assets_router() -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/static/fonts/{path:path}")
    def font(request: Request, path: str) -> Response:
        return assets()[f"fonts/{path}"].response(request, {"Cache-Control": IMMUTABLE})

    @router.get("/static/{digest}/{name:path}")
    def asset(request: Request, digest: str, name: str) -> Response:
        is_current = digest == assets().digest
        cache = IMMUTABLE if is_current else "no-store"  # a page of an older release
        return assets()[name].response(request, {"Cache-Control": cache})

    return router


COMMENT = re.compile(rb"(?m)^[ \t]*(?://[^\n]*|/\*\*?(?:(?!\*/).)*?\*/[ \t]*)\n", re.DOTALL)
CAST = re.compile(rb"/\*\* @(?:type|param)(?:(?!\*/).)*\*/ ?", re.DOTALL)
INDENT = re.compile(rb"(?m)^[ \t]+")


def slim(body: bytes, suffix: str) -> bytes:
    """Without whole-line comments, type notes and indentation: readable, a fifth lighter."""
    if suffix not in {".js", ".css"}:
        return body
    return INDENT.sub(b"", CAST.sub(b"", COMMENT.sub(b"", body)))


def _load(path: Path) -> Asset:
    body = slim(path.read_bytes(), path.suffix)
    media_type = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    media_type = media_type or "application/octet-stream"
    zipped = None
    if media_type.startswith(COMPRESSED) and len(body) >= MIN_GZIP_BYTES:
        zipped = gzip.compress(body, 9, mtime=0)
    return Asset(body, zipped, media_type, hashlib.sha256(body).hexdigest()[:16])
