"""JupyterLab, dil seçmemiş öğrenciye Türkçe açılır; seçmişse onun dilinde kalır."""

import pytest

from tests.browser.server import setting

pytestmark = pytest.mark.browser


def menu(tab, lab):
    """Menü çubuğunun ilk adı."""
    tab.goto(f"{lab.base}/lab?token={lab.token}&reset")
    first = tab.locator("#jp-MainMenu .lm-MenuBar-itemLabel").first
    first.wait_for(timeout=60_000)
    return first.inner_text()


def test_opens_in_turkish(tab, lab):
    assert menu(tab, lab) == "Dosya"


def test_the_language_the_user_chose_stays(tab, lab):
    chosen = setting(lab.home, "@jupyterlab/translation-extension/plugin", {"locale": "en"})
    try:
        assert menu(tab, lab) == "File"
    finally:
        chosen.unlink()


def test_the_users_own_settings_are_not_written(tab, lab):
    before = {path: path.read_bytes() for path in lab.home.rglob("*.jupyterlab-settings")}
    menu(tab, lab)
    assert {path: path.read_bytes() for path in lab.home.rglob("*.jupyterlab-settings")} == before
    assert not list((lab.home / "config").rglob("*translation*"))
