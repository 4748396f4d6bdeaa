"""Sınıf: teslim dosyalarının (yabancıdan gelen veri) denetimi, tablosu, sayfası ve istenirse yeniden denetlenmesi."""
