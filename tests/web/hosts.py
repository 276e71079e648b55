"""A customer's web page: on a site of its own, with a strict policy and styles that mean harm."""

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOSTILE = """
* { box-sizing: content-box; letter-spacing: 2px !important; }
html { font-family: Georgia, serif; background: #fbfbf6; color: #222; }
body { margin: 0; } header { padding: 24px 48px; border-bottom: 1px solid #e4e4dc; }
main { padding: 48px; max-width: 640px; } h1 { font-size: 40px; }
button { background: red !important; font-size: 40px !important; }
button { border: 9px dashed lime !important; }
iframe { width: 90px !important; filter: blur(3px) !important; }
div, p, li, form { transform: rotate(0deg); text-transform: uppercase !important; }
salesgenix-chat { display: none !important; opacity: .1 !important; position: static !important; }
"""
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Northwind Robotics</title><link rel="stylesheet" href="/hostile.css">
<script src="/stub.js"></script>
<script async src="{loader}" data-site="{key}" {more} {integrity} crossorigin="anonymous"></script>
</head><body><header><b>Northwind Robotics</b></header><main><h1>Robots that pay for themselves</h1>
<p>Plan, deploy and run a mixed fleet from one place. Forty sites live in nine countries.</p>
<form><label>Search <input name="q"></label></form></main></body></html>"""
STUB = (
    "window.salesgenix=window.salesgenix||"
    "function(){(salesgenix.q=salesgenix.q||[]).push(arguments)};"
)


@dataclass
class HostSite:
    """``origin`` is known before the widget is; ``show`` says which widget its page carries."""

    port: int
    loader: str = ""
    key: str = ""
    language: str = "en"
    more: str = ""
    integrity: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def show(self, widget: str, key: str, **page: str) -> str:
        """The page's address, carrying this widget."""
        self.loader, self.key = f"{widget}/widget/v1/loader.js", key
        self.language, self.more = page.get("language", "en"), page.get("more", "")
        self.integrity = page.get("integrity", "")
        return f"{self.origin}/"

    def policy(self) -> str:
        widget = self.loader.split("/widget/")[0]
        return (
            f"default-src 'none'; script-src 'self' {widget}; style-src 'self'; "
            f"frame-src {widget}; base-uri 'none'; form-action 'none'"
        )


def checksum(body: bytes) -> str:
    digest = base64.b64encode(hashlib.sha384(body).digest()).decode()
    return f'integrity="sha384-{digest}"'


@contextmanager
def host_site() -> Iterator[HostSite]:
    site: HostSite

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/hostile.css":
                body, kind = HOSTILE, "text/css"
            elif self.path == "/stub.js":
                body, kind = STUB, "text/javascript"
            elif self.path == "/":
                body, kind = PAGE.format(**vars(site)), "text/html; charset=utf-8"
            else:
                self.send_error(404)
                return
            sent = body.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(sent)))
            self.send_header("Content-Security-Policy", site.policy())
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    site = HostSite(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
