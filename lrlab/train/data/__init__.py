"""Veri: kümeler, minigruplar, sıcaklık serileri, sözcükler; dosyaların yeri ve indirilişi."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
