"""`lrlab lab` gerçekten çalışır: nasıl bitirilirse bitirilsin, arkasında sunucu da çekirdek de kalmaz."""

import contextlib
import os
import signal

import psutil
import pytest

from tests.browser.server import start

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows'ta bu sinyaller yok")


@pytest.fixture(params=["SIGTERM", "SIGINT", "SIGHUP"])
def number(request):
    """Sinyal; testleri başlatan onu susturmuşsa (nohup) susturulmuşluk çocuklara geçerdi."""
    one = getattr(signal, request.param)
    before = signal.signal(one, lambda *_: None)
    yield one
    signal.signal(one, before)


def test_nothing_is_left_when_it_is_ended(number, tmp_path):
    lab = start(tmp_path / "dersler", tmp_path)
    lab.ask("kernels", "POST", b"{}")
    family = [psutil.Process(lab.process.pid), *psutil.Process(lab.process.pid).children(recursive=True)]
    assert len(family) > 1  # çekirdek de çalışıyor
    try:
        lab.process.send_signal(number)
        lab.process.wait(timeout=60)
        assert psutil.wait_procs(family, timeout=10)[1] == []
    finally:
        for one in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
