"""An endpoint that plays an embedding model: a real one is neither slow nor broken when it is asked to be."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DIMENSIONS = 26
MODEL = "letters"


def letters(text: str) -> list[float]:
    """How often each letter is in a text: texts of the same letters are near."""
    return [float(text.lower().count(chr(ord("a") + i))) for i in range(DIMENSIONS)]


class FakeEmbeddingEndpoint:
    """`POST /v1/embeddings` as OpenAI has it, over HTTP.

    Args:
        delay: seconds that each call takes.

    While `answering` is not set, calls wait for it.
    """

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        self.answering = threading.Event()
        self.answering.set()
        self.texts: list[str] = []
        self._lock = threading.Lock()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
                with endpoint._lock:
                    endpoint.texts += texts
                time.sleep(endpoint.delay)
                endpoint.answering.wait()
                data = [{"index": i, "embedding": letters(text)} for i, text in enumerate(texts)]
                body = json.dumps({"data": data}).encode()
                try:
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # who asked was killed

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def settings(self, **more: object) -> dict[str, str]:
        """Environment of a server that embeds with it; `more`: e.g. `INDEX_QUEUED="true"`."""
        keys = {
            "EMBEDDING_PROVIDER": "openai",
            "EMBEDDING_URL": self.url,
            "EMBEDDING_MODEL": MODEL,
            "EMBEDDING_DIMENSIONS": DIMENSIONS,
            "INDEX_FIELDS": "text",
            **more,
        }
        return {f"HOLDFAST_STORE_{key}": str(value) for key, value in keys.items()}

    def __enter__(self) -> FakeEmbeddingEndpoint:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.answering.set()
        self._server.shutdown()
        self._server.server_close()
