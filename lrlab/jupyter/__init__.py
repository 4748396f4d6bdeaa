"""JupyterLab'e verilenler: kayıtlı defterde de görünen çıktılar, bunu sağlayan sunucu eklentisi ve ayarlar."""
