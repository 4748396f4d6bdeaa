"""Bütün testlerin ortağı: kendi LRLAB_HOME'ları, duyulan Ctrl-C ve tarayıcı testlerinin koşulu."""

import os
import shutil
import signal

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def test_home(tmp_path_factory):
    return tmp_path_factory.mktemp("lrlab-home")


@pytest.fixture(autouse=True)
def own_home(test_home):
    """Testler öğrencinin kendi tahminlerine dokunmasın; her testten sonra geri alınır ki defterler etkilenmesin."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LRLAB_HOME", str(test_home))
        yield


@pytest.fixture(autouse=True)
def ctrl_c_is_heard():
    """Arka planda başlatılan bir kabuk SIGINT'i kapatır, çocuklar da öyle açılır; testler onu hep açık bulsun."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def chromium():
    """Chromium'un yolu; yoksa test atlanır, LRLAB_BROWSER=required ise başarısız olur."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    reason = f"tarayıcı testi için Chromium gerekli; hiçbiri bulunamadı: {', '.join(BROWSERS)}"
    if os.environ.get("LRLAB_BROWSER") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items):
    """`browser` işaretli her test, istemese de, Chromium koşuluna bağlıdır; uzun dosyalar öndedir.

    Dosyalar işçilere sırayla dağıtılır: uzun bir dosya (tarayıcı, defter) sona kalırsa öbür işçiler onu bekler.
    Tarayıcılar yan yana koşarsa birbirini yavaşlatır: aralarında defterler vardır.
    """
    for item in items:
        if item.get_closest_marker("browser") and "chromium" not in item.fixturenames:
            item.fixturenames.insert(0, "chromium")
    pages = list(dict.fromkeys(item.path for item in items if item.get_closest_marker("browser")))
    books = list(dict.fromkeys(item.path for item in items if item.path.suffix == ".ipynb"))
    share = -(-len(books) // max(1, len(pages)))
    turns = [path for k, page in enumerate(pages) for path in (page, *books[k * share : (k + 1) * share])]
    place = {path: k for k, path in enumerate(turns or books)}
    items.sort(key=lambda item: place.get(item.path, len(place)))
