"""Görevler, ders başına bir modül (l00, l01, …); katalog modülleri adlarından bulur."""
