"""`lrlab lab` gerçekten çalışır: nasıl bitirilirse bitirilsin, arkasında sunucu da çekirdek de kalmaz."""

import json
import os
import signal
import urllib.request

import psutil
import pytest

from tests.browser.server import start

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows'ta bu sinyaller yok")


def kernel(address):
    """Sunucuda bir çekirdek açar."""
    base, token = address.split("/lab?token=")
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{base}/api/kernels", data=b"{}", headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert json.load(answer)["name"] == "python3"


@pytest.mark.parametrize("number", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_nothing_is_left_when_it_is_ended(number, tmp_path):
    process, address = start(tmp_path / "dersler", tmp_path)
    kernel(address)
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    assert len(family) > 1  # çekirdek de çalışıyor
    process.send_signal(getattr(signal, number))
    process.wait(timeout=60)
    _gone, alive = psutil.wait_procs(family, timeout=10)
    try:
        assert alive == []
    finally:
        for one in alive:
            one.kill()
