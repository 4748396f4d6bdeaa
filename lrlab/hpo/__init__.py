"""Hiperparametre araması: uzay, arayıcılar, ardışık yarılama, ayarlayıcı ve kayıtlı eğrilerle benzetim."""
