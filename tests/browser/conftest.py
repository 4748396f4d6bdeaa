"""Tarayıcı testlerinin ortağı: işçi başına bir `lrlab lab`, dosya başına bir Chromium, bir sayfa.

Playwright'ın olay döngüsü ana iş parçacığında sürer; başka dosyaların testlerine karışmasın diye dosyayla
birlikte biter.
"""

import pytest

from tests.browser.server import server


@pytest.fixture(scope="module")
def chrome(chromium):
    sync_api = pytest.importorskip("playwright.sync_api", reason="tarayıcı testleri Playwright ister")
    with sync_api.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    """Açık bir `lrlab lab`: `root` klasöründe dersler durur, testler kendi defterlerini de oraya yazar."""
    home = tmp_path_factory.mktemp("home")
    with server(home / "dersler", home) as running:
        yield running


@pytest.fixture(scope="module")
def context(chrome):
    """Sayfaların ortak önbelleği: JupyterLab'in dosyaları bir kez indirilir."""
    with chrome.new_context(viewport={"width": 1400, "height": 1000}) as shared:
        yield shared


@pytest.fixture(scope="module")
def window(context):
    """Testlerin ortak sayfası: JupyterLab'in açılması saniyeler sürer, bir kez yüklenir."""
    from tests.browser.lab import watched

    page = watched(context.new_page())
    yield page
    page.close()


@pytest.fixture
def tab(window, lab):
    """Açık defteri olmayan sayfa; bitince tarayıcının hiçbir hata yazmadığına bakılır, çekirdekler kapatılır."""
    from tests.browser.lab import close_notebooks

    before = lab.sessions()
    yield window
    close_notebooks(window)
    lab.shut(lab.sessions() - before)
    problems, window.problems[:] = list(window.problems), []
    assert problems == []
