"""Gauss süreci (Gaussian process) ve beklenen iyileşme (expected improvement): Bayesçi aramanın iki saf fonksiyonu."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lrlab.core.validate import finite, grid_shape, number, numbers

# Sınırlar birim küp ve ortalaması 0, standart sapması 1 olan y içindir.
LENGTHS, SIGNALS, NOISES = (0.05, 5.0), (0.05, 20.0), (1e-6, 1.0)
ITERATIONS = 60


def expected_improvement(mean: Any, sd: Any, best: Any) -> np.ndarray:
    """En küçük hata `best` iken, hatası N(mean, sd²) olan noktanın beklenen iyileşmesi E[max(best - hata, 0)].

    Diziler birlikte yayınlanır; sonuç hatanın birimindedir. z = (best - mean)/sd ile sd·(z·Φ(z) + φ(z)); sd = 0 ise
    max(best - mean, 0) (Močkus, 1975; Jones ve diğerleri, 1998). Küçültme içindir: büyütmede işaretler terstir.
    """
    from scipy.special import ndtr

    mean, sd, best = numbers("mean", mean), numbers("sd", sd, "[0, inf)"), numbers("best", best)
    grid_shape(mean=mean, sd=sd, best=best)
    gain = best - mean
    # sd sıfıra çok yakınsa z taşar; 40'ın ötesinde Φ ve φ zaten 0 ya da 1'dir.
    with np.errstate(over="ignore", under="ignore"):
        z = np.divide(gain, sd, out=np.zeros(np.broadcast_shapes(gain.shape, sd.shape)), where=sd > 0).clip(-40, 40)
        expected = gain * ndtr(z) + sd * np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)
    return np.maximum(np.where(sd > 0, expected, gain), 0.0)


def fit_gp(
    x: Any, y: Any, *, length: float | None = None, noise: float | None = None
) -> Callable[[Any], tuple[np.ndarray, np.ndarray]]:
    """`x` (n, d) noktalarındaki `y` (n,) ölçümlerine bir Gauss süreci oturtur; predict(x (m, d)) -> (mean, sd) döner.

    Çekirdek (kernel) sabit · Matérn 5/2'dir, boyut başına bir uzunluk ölçeği vardır; gürültünün varyansı da onunla
    birlikte marjinal olabilirlikten öğrenilir. x'in birim küpte olması beklenir (`Space.vector`); y içeride ortalaması
    0, standart sapması 1 olacak biçimde ölçeklenir. `length`: verilirse bütün boyutların uzunluk ölçeği odur; `noise`:
    verilirse gürültünün standart sapması odur (y'nin biriminde, sıfırdan büyük). `sd`, fonksiyonun kendisindeki
    belirsizliktir; ölçümün gürültüsü içinde değildir.
    """
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel
    from threadpoolctl import threadpool_limits

    x, y = finite("x", x), finite("y", y)
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise ValueError(f"`x` {x.shape} ve `y` {y.shape} olamaz; biçimleri (n, d) ve (n,) olmalı")
    scale = float(np.std(y)) or 1.0
    lengths = np.full(x.shape[1], 0.3 if length is None else number("length", length, "(0, inf)"))
    variance = 1e-2 if noise is None else (number("noise", noise, "(0, inf)") / scale) ** 2
    signal = ConstantKernel(1.0, SIGNALS) * Matern(lengths, LENGTHS if length is None else "fixed", nu=2.5)
    kernel = signal + WhiteKernel(variance, NOISES if noise is None else "fixed")
    plain = {"optimizer": None, "normalize_y": True}
    # Bu kadar küçük matrislerde BLAS'ın ikinci iş parçacığı işi uzatır; dolu makinede birkaç kat.
    # Uzak noktaların bağı sıfıra iner; sklearn bunu ve eniyilerken taşmaları olağan sayar.
    with threadpool_limits(1, user_api="blas"), np.errstate(all="ignore"):
        kernel = kernel.clone_with_theta(_most_likely(GaussianProcessRegressor(kernel, **plain).fit(x, y)))
        # Gürültü alpha olunca predict'in sd'sine karışmaz.
        fitted = GaussianProcessRegressor(kernel.k1, alpha=kernel.k2.noise_level, **plain).fit(x, y)

    def predict(points: Any) -> tuple[np.ndarray, np.ndarray]:
        points = finite("points", points)
        if points.ndim != 2 or points.shape[1] != x.shape[1]:
            raise ValueError(f"`points` biçimi {points.shape} olamaz; (m, {x.shape[1]}) olmalı")
        with np.errstate(under="ignore"):
            return fitted.predict(points, return_std=True)

    return predict


def _most_likely(gp: Any) -> np.ndarray:
    """Marjinal olabilirliği en büyük yapan logaritmik çekirdek parametreleri."""
    from scipy.optimize import minimize

    # sklearn'ün kendi eniyileyicisi sınıra değen parametreler için uyarır; burada sınırlar bilerek dardır.
    def cost(theta: np.ndarray) -> tuple[float, np.ndarray]:
        likelihood, gradient = gp.log_marginal_likelihood(theta, eval_gradient=True, clone_kernel=False)
        return -likelihood, -gradient

    kernel = gp.kernel_
    start, bounds = kernel.theta.copy(), kernel.bounds.copy()
    found = minimize(cost, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": ITERATIONS})
    return np.clip(found.x, bounds[:, 0], bounds[:, 1])
