"""İlerleme: denemelerin ve tahminlerin kaydı, `ilerleme` sayfası, `teslim` dosyası; classroom/ sınıfın tablosu."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
