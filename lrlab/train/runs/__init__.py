"""Eğitim koşuları: sürerken yönetilen koşu, baştan sona kayıt, dönem dönem eğitim, nüfus, ağın içine bakmak."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
