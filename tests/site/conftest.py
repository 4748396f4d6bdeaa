"""Sitenin testleri: küçük bir site bir kez kurulur, düz bir dosya sunucusundan okunur; Chromium öbür testlerinkidir."""

import functools
import http.server
import os
import threading
import warnings
from pathlib import Path

import pytest
from filelock import FileLock

from tests.browser.conftest import chrome as chrome

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def site_folder(request, tmp_path_factory):
    """Bütün dersler, az duraklı kayıtlarla; kayıtlar pytest'in önbelleğinde durur, işçiler bir kez kurar."""
    build = pytest.importorskip("lrlab.site.build", reason="site ekleri kurulu değil: pip install lrlab[site]").build
    cache = Path(request.config.cache.mkdir("site"))
    run = tmp_path_factory.getbasetemp()
    out = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "site"
    with FileLock(cache / "lock"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # myst, Sphinx'in eskiyen adlarını kullanır
        if not out.exists():
            build(out, NOTEBOOKS, cache=cache, coarse=True)
    return out


@pytest.fixture(scope="session")
def site(site_folder):
    """Sitenin adresi."""
    handler = functools.partial(_Quiet, directory=str(site_folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
