"""Şekillerin ortak parçaları: renkler ve yazı, düzlem, kayıp ve öğrenme panelleri, sonucun sözü, eksen uçları."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
