"""Yalnızca numpy (ve scipy) ile yazılmış çekirdek: ortalamalar, kurallar, zamanlayıcılar, yüzeyler, yörüngeler."""
