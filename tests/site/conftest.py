"""Sitenin tarayıcı testleri, öbür tarayıcı testleriyle aynı Chromium'u kullanır."""

from tests.browser.conftest import chrome as chrome
