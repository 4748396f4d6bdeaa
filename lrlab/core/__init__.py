"""Yalnızca numpy (ve scipy) ile yazılmış çekirdek: ortalamalar, kurallar, zamanlayıcılar, yüzeyler, yollar."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
