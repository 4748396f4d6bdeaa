"""hpo testlerinin koşulu: istenen testten sonra süreç kalmaz."""

import pytest

from tests.hpo.procs import children


@pytest.fixture
def no_leftovers():
    """Test bitince ne süreç ne zombi kalmış olmalı."""
    before = {process.pid for process in children()}
    yield
    left = [process for process in children() if process.pid not in before]
    assert not left
