"""A static server that behaves like GitHub Pages: below a folder, compressed, with a 404 page."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

COMPRESSED = {"application/javascript", "text/javascript", "application/json", "image/svg+xml"}


@lru_cache(maxsize=4096)
def _content(path: Path) -> tuple[bytes, str, bool]:
    """The bytes to send, their type, and whether they are compressed."""
    kind = guess_type(path.name)[0] or "application/octet-stream"
    data = path.read_bytes()
    if kind.startswith("text/") or kind in COMPRESSED or kind.endswith("xml"):
        return gzip.compress(data, 6), kind, True
    return data, kind, False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, site: Path, prefix: str, *args: object) -> None:
        self.site, self.prefix = site, prefix
        super().__init__(*args)

    def do_GET(self) -> None:
        address = unquote(urlsplit(self.path).path)
        path = self.site / address.removeprefix(self.prefix).lstrip("/")
        if path.is_dir() and address.endswith("/"):
            path /= "index.html"
        status = HTTPStatus.OK
        if not address.startswith(self.prefix) or not path.is_file():
            path, status = self.site / "404.html", HTTPStatus.NOT_FOUND
        data, kind, compressed = _content(path)
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text" in kind else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests tell what matters."""


@contextmanager
def serve(site: Path, prefix: str) -> Iterator[str]:
    """Serve the folder `site` on this machine below `prefix`; yields the address of its home."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, site, prefix))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
