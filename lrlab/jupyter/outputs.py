"""Canlı bir çıktı (şekil, tahmin): ekrana çıkışı, deftere resim ve yazı olarak yazılışı, yeniden canlanışı.

Canlı görünüm çekirdekle birlikte ölür; kayıtlı defterde kalsaydı JupyterLab onun yerinde "model not found" derdi.
"""

import os
import sys
from collections.abc import Collection
from html import escape
from pathlib import Path
from typing import Any

VIEW = "application/vnd.jupyter.widget-view+json"
OURS = "lrlab"  # üst bilgideki işaret: yalnızca onu taşıyan çıktılara dokunulur
FROZEN = "Bu, hücrenin çalıştığı andaki görüntüdür; hücreyi çalıştırınca yeniden canlanır."

Output = dict[str, Any]


def live_output(
    data: dict[str, str], view: Any, metadata: dict[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """`_repr_mimebundle_`in döndüreceği: `data` ve `view` widget'ının canlı görünümü; üst bilgide bizim işaretimiz.

    Defteri bir program çalıştırıyorsa (nbconvert, papermill) canlı görünüm konmaz: dokunacak kimse yoktur ve HTML'deki
    yerine resim değil, ağdan gelecek bir betik konurdu.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None and _run_by_a_program(shell):
        return dict(data), metadata or {}
    live = {"version_major": 2, "version_minor": 0, "model_id": view.model_id}
    return {**data, VIEW: live}, {**(metadata or {}), OURS: {"kernel": _kernel(shell)}}


def frozen(outputs: list[Output]) -> list[Output]:
    """Dosyaya yazılacak çıktılar: canlı olanların her biri resmi (yoksa yazısı) ve altında bir cümle olur."""
    found: list[Output] = []
    for output in outputs:
        mark, data = _mark(output), output.get("data", {})
        if VIEW not in data or "kernel" not in mark:
            found.append(output)
            continue
        kept = {kind: value for kind, value in data.items() if kind != VIEW}
        metadata = {**output["metadata"], OURS: {**mark, "view": data[VIEW]}}
        found += [{**output, "data": kept, "metadata": metadata}, _caption(kept)]
    return found


def revived(outputs: list[Output], kernels: Collection[str]) -> list[Output]:
    """`frozen`ın tersi, çekirdeği `kernels` içinde olan (süren) çıktılar için: yenilenen sayfada canlı kalırlar."""
    found: list[Output] = []
    alive = False
    for output in outputs:
        mark = _mark(output)
        if alive and mark.get("caption"):
            alive = False
            continue
        alive = "view" in mark and mark.get("kernel") in kernels
        if alive:
            metadata = {**output["metadata"], OURS: {"kernel": mark["kernel"]}}
            output = {**output, "data": {**output["data"], VIEW: mark["view"]}, "metadata": metadata}
        found.append(output)
    return found


def kernel_name(connection_file: str, process: int | None) -> str:
    """Bir çekirdeğin, yeniden başlayınca değişen adı."""
    return f"{Path(connection_file).stem}:{process}"


def _kernel(shell: Any) -> str:
    """Bu süreçteki çekirdeğin adı; çekirdek yoksa boş yazı."""
    app = getattr(getattr(shell, "kernel", None), "parent", None)
    connection = getattr(app, "connection_file", "")
    return kernel_name(connection, os.getpid()) if connection else ""


def _run_by_a_program(shell: Any) -> bool:
    """nbclient soru sorulmasına izin vermez ve geçmişi saklamaz; ikisi birden başka yerde görülmez."""
    kernel = getattr(shell, "kernel", None)
    if kernel is None or "google.colab" in sys.modules:
        return False
    asked = kernel.get_parent("shell").get("content", {})
    return asked.get("allow_stdin") is False and shell.history_manager.hist_file == ":memory:"


def _mark(output: Output) -> dict[str, Any]:
    mark = output.get("metadata", {}).get(OURS)
    return mark if isinstance(mark, dict) else {}


def _caption(data: dict[str, Any]) -> Output:
    """Donmuş çıktının altındaki cümleler; resmin anlatımı da, çünkü yanında resim varken yazı gösterilmez."""
    words = "".join(data.get("text/plain", "")) if "image/png" in data else ""
    sentences = [sentence for sentence in (words, FROZEN) if sentence]
    html = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    shown = {"text/html": html, "text/plain": "\n".join(sentences)}
    return {"output_type": "display_data", "data": shown, "metadata": {OURS: {"caption": True}}}
