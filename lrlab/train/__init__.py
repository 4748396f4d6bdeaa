"""torch ile gerçek eğitimler: veri, ağlar, eğitim döngüsü."""
