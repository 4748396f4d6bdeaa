"""Şeklin motoru: denetimler, kâşif, canlı koşu, durağan şekil; ne çizildiğini bilmez."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
