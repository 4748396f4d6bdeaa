"""Hiperparametre araması: uzay, arayıcılar, ardışık yarılama, ayarlayıcı ve kayıtlı eğrilerle benzetim."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
