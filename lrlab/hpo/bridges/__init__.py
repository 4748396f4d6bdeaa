"""Köprüler: d2l, Optuna ve Syne Tune ile alışveriş; uzayların çevirisi."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
