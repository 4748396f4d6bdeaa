"""Sunucu eklentisi: canlı çıktılar deftere donmuş yazılır, açılan ders kendiliğinden değişmiş sayılmaz.

Paket kurulunca kendiliğinden açıktır (`jupyter_server_config.d/lrlab.json`): JupyterLab nasıl başlatılırsa başlatılsın.
Buradaki bir hata ne kaydetmeyi ne açmayı engeller: jupyter_server kancanın hatasını günlüğe yazıp dosyayı yazar,
`opening` defteri olduğu gibi verir.
"""

import inspect
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from lrlab.jupyter.outputs import frozen, kernel_name, revived


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(app: Any) -> None:
    """jupyter_server açılırken çağırır."""
    contents = app.contents_manager
    contents.register_pre_save_hook(freeze)
    contents.get = opening(contents.get, app)


def freeze(model: dict[str, Any], **_: Any) -> None:
    """Kaydetmeden önce: yalnızca dosyaya yazılan değişir, açık sayfadaki şekiller yaşamayı sürdürür."""
    if model.get("type") == "notebook" and model.get("content"):
        for cell in model["content"]["cells"]:
            if cell.get("outputs"):
                cell["outputs"] = frozen(cell["outputs"])


def opening(get: Callable[..., Any], app: Any) -> Callable[..., Any]:
    """Defteri okuyan `get`in, bizim çıktıları canlandıran ve dersi evine yerleştiren hali; `app`: sunucu."""

    @wraps(get)
    def opened(*args: Any, **options: Any) -> Any:
        found = get(*args, **options)
        return later(found) if inspect.isawaitable(found) else _settled(found, app)

    async def later(found: Any) -> Any:
        return _settled(await found, app)

    return opened


def _settled(model: dict[str, Any], app: Any) -> dict[str, Any]:
    if model.get("type") == "notebook" and model.get("content"):
        try:
            kernels = _running(app.kernel_manager)
            for cell in model["content"]["cells"]:
                if cell.get("outputs"):
                    cell["outputs"] = revived(cell["outputs"], kernels)
            _at_home(model["content"]["metadata"], app.kernel_spec_manager.get_kernel_spec)
        except Exception:
            app.log.warning("lrlab: %s olduğu gibi açıldı", model.get("path"), exc_info=True)
    return model


def _running(manager: Any) -> set[str]:
    """Süren çekirdeklerin adları."""
    kernels = [manager.get_kernel(name) for name in manager.list_kernel_ids()]
    return {kernel_name(one.connection_file, getattr(one.provisioner, "pid", None)) for one in kernels}


def _at_home(metadata: dict[str, Any], spec_of: Callable[[str], Any]) -> None:
    """Dersin üst bilgisine bu bilgisayarın çekirdeğininkini koyar.

    Dersler, her yerde aynı olsun diye, çekirdeğin sürümünü taşımaz; JupyterLab ise çekirdek açılır açılmaz onu yazar ve
    defteri değişmiş sayar. Sürümü zaten yazılı olan (öğrencinin kaydettiği) deftere dokunulmaz.
    """
    language, kernel = metadata.get("language_info", {}), metadata.get("kernelspec", {})
    if language.get("name") != "python" or "version" in language or "name" not in kernel:
        return
    spec = spec_of(kernel["name"])
    program = spec.argv[0]
    if os.path.isabs(program) and program != sys.executable:  # başka bir Python: sürümünü buradan bilemeyiz
        return
    kernel.update(display_name=spec.display_name, language=spec.language)
    version = sys.version.split()[0]
    language.update(version=version, codemirror_mode={"name": "ipython", "version": 3}, nbconvert_exporter="python")
