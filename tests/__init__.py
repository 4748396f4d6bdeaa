"""lrlab'ın testleri. Paket olmasa, başka bir kurulumun `tests` klasörü (IPython 7 eklentilerinde var) önüne geçerdi."""
