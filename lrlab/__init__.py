"""lrlab: derin öğrenmede eniyileme dersleri için sınanmış kurallar ve canlı şekiller.

Bu satır torch, matplotlib ve ipywidgets'ı yüklemez; her alt paket kendi ihtiyacını yükler.
"""

from importlib.metadata import version

__version__ = version("lrlab")
