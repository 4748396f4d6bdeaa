"""d2l kitaplığının tuhaflıkları: eksik torchvision işleçleri, açılış uyarıları, kurulum komutları.

Derslerde: `from lrlab.train.d2l_compat import d2l`.
"""

import warnings
from importlib import import_module
from types import ModuleType

import torch

# torchvision'ın derlenmiş parçası yüklenemezse (CPU torch ile başka yerden gelen torchvision) bu iki işlecin
# tanımı eksik kalır ve `import torchvision` durur. d2l ikisini de kullanmaz; tanım (gövdesiz) yeter.
MISSING_OPERATORS = ("torchvision::nms", "torchvision::qnms")
SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
INSTALL = {
    "d2l": "pip install --no-deps d2l==1.0.3",  # sabitlediği eski numpy Python 3.12'de kurulamaz
    "torchvision": "pip install torchvision",
}


def load_d2l() -> ModuleType:
    """`d2l.torch` modülünü yükler ve döndürür; ilk çağrı birkaç saniye sürebilir.

    d2l ya da gerektirdiği bir paket yoksa, kurma komutunu söyleyen `ImportError` verir. Açılıştaki uyarılar
    yalnızca yükleme süresince susturulur; matplotlib ayarları değişmez.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            _import_torchvision()
            return import_module("d2l.torch")
        except ModuleNotFoundError as error:
            missing = (error.name or "d2l").partition(".")[0]
            command = INSTALL.get(missing, f"pip install {missing}")
            raise ImportError(f"d2l yüklenemedi: {missing} kurulu değil; kurmak için: {command}") from error


def _import_torchvision() -> ModuleType:
    try:
        return import_module("torchvision")
    except RuntimeError as error:
        if MISSING_OPERATORS[0] not in str(error):
            raise ImportError(
                f"torchvision yüklenemedi: {error}; torch ile uyuşan sürümünü kur: pip install --upgrade torchvision"
            ) from error
    for name in MISSING_OPERATORS:
        torch.library.define(name, SCHEMA)
    return import_module("torchvision")


def __getattr__(name: str) -> ModuleType:
    if name == "d2l":
        return load_d2l()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
