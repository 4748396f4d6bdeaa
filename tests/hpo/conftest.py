"""hpo testlerinin koşulları: Ctrl-C duyulur, istenen testten sonra süreç kalmaz."""

import signal

import pytest

from tests.hpo.procs import children


@pytest.fixture(autouse=True)
def ctrl_c_is_heard():
    """Arka planda başlatılan bir kabuk SIGINT'i kapatır, çocuklar da öyle açılır; testler onu hep açık bulsun."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def no_leftovers():
    """Test bitince ne süreç ne zombi kalmış olmalı."""
    before = {process.pid for process in children()}
    yield
    left = [process for process in children() if process.pid not in before]
    assert not left
