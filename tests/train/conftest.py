"""Yerel sunucu: indirme testleri gerçek bir HTTP bağlantısıyla, ama ağ olmadan çalışır."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Server:
    """`answers[yol] = (durum, gövde, ek başlıklar)`; `requests` gelen istek yolları, `url` kök adres."""

    def __init__(self):
        self.answers, self.requests = {}, []
        self.silent = threading.Event()  # kurulmuşsa sunucu, bırakılana dek hiç yanıt vermez
        self.release = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests.append(self.path)
                if outer.silent.is_set():
                    outer.release.wait(20)
                    return
                name = self.path.lstrip("/").partition("?")[0]
                status, body, headers = outer.answers.get(name, (404, b"", {}))
                self.send_response(status)
                for key, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/"

    def serve(self, name, body, status=200, **headers):
        self.answers[name] = (status, body, {key.replace("_", "-"): value for key, value in headers.items()})


@contextmanager
def running():
    made = Server()
    thread = threading.Thread(target=made.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.release.set()
        made.http.shutdown()
        made.http.server_close()
        thread.join()


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with running() as made:
        yield made
