"""Teslimdeki yanıtların, istenirse, yeniden denetlenmesi: ayrı bir süreçte, süre, bellek ve dosya sınırıyla.

Süreç boş bir geçici klasörde, kullanıcının ortam değişkenleri olmadan çalışır; yazdıkları atılır. Bu, dürüst bir
yanılmayı ve bozuk bir dosyayı yakalar; kötü niyetli bir programdan koruyan bir kale değildir (ağ açıktır, program
kendi denetleyicisini kandırabilir): tanımadığın birinin dosyasını ancak bir kapsayıcıda yeniden denetle. Bellek
sınırı işletim sisteminindir; Windows'ta yoktur.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

SECONDS, MEGABYTES = 60, 1024
UNFINISHED, NO_SOURCE = "bitmedi", "kaynak yok"
TOP = str(Path(__file__).resolve().parents[4])
CHILD = "import sys; sys.path.append(sys.argv[1]); from lrlab.exercises.progress.classroom.rerun import judge; judge()"
KEPT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")


def rerun(sources: Mapping[str, str], seconds: float = SECONDS, megabytes: int = MEGABYTES) -> dict[str, str]:
    """Görev -> kaynak; görev -> sonuç: "doğru", "yanlış", "hata", "denenmedi", "bitmedi" ya da "kaynak yok".

    Takılan ya da süreci düşüren kaynak "bitmedi" olur; kalanlar yeni bir süreçte sürer. `seconds` bir sürecin en uzun
    süresi, `megabytes` belleğidir.
    """
    found = {task: NO_SOURCE for task, source in sources.items() if not source}
    waiting = [task for task in sources if task not in found]
    while waiting:
        told = _process({task: sources[task] for task in waiting}, seconds, megabytes)
        done = [task for task in waiting if task in told]
        found |= {task: told[task] for task in done}
        waiting = [task for task in waiting if task not in told]
        if waiting:
            found[waiting.pop(0)] = UNFINISHED
    return {task: found[task] for task in sources}


def _process(sources: Mapping[str, str], seconds: float, megabytes: int) -> dict[str, str]:
    """Tek bir süreç; öldüyse ya da süresi dolduysa o ana dek denetlenenler."""
    with tempfile.TemporaryDirectory(prefix="lrlab-", ignore_cleanup_errors=True) as folder:
        asked, answered = Path(folder, "asked.json"), Path(folder, "answered.jsonl")
        asked.write_text(json.dumps([dict(sources), megabytes, seconds]), "utf-8")
        work = Path(folder, "work")
        work.mkdir()
        places = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "LRLAB_HOME", "MPLCONFIGDIR"), str(work))
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", CHILD, TOP, str(asked), str(answered)],
            cwd=work, env={**kept, **places, **threads}, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _end(process)
        return _told(answered, sources)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Süreci ve açtığı süreçleri bitirir; süreç bitmiş olsa da ardında bıraktıkları kalmasın."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _told(path: Path, sources: Mapping[str, str]) -> dict[str, str]:
    try:
        lines = path.read_bytes()[: 2**20].split(b"\n")[:-1]
    except OSError:
        return {}
    found: dict[str, str] = {}
    for line in lines:
        with suppress(ValueError, RecursionError):  # dosyaya kaynağın kendisi de yazmış olabilir
            told = json.loads(line)
            if isinstance(told, list) and len(told) == 2 and told[0] in sources and isinstance(told[1], str):
                found[told[0]] = told[1][:20]
    return found


def judge() -> None:
    """Alt süreç: sınırları koyar, her kaynağı çalıştırıp `answer`ını denetler, sonucu satır satır yazar."""
    sources, megabytes, seconds = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    from lrlab.exercises import check

    _limit(megabytes, seconds)
    with open(sys.argv[3], "a", encoding="utf-8") as file:
        for task, source in sources.items():
            space: dict[str, Any] = {"__name__": "__main__"}
            try:
                exec(compile(source, f"<{task}>", "exec"), space)
                status = check(task, space.get("answer")).status
            except BaseException:  # SystemExit, KeyboardInterrupt de: kaynağın hatası denetleyeni bitirmesin
                status = "hata"
            print(json.dumps([task, status]), file=file, flush=True)


def _limit(megabytes: int, seconds: float) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    data = megabytes * 2**20
    for kind, most in (
        (resource.RLIMIT_DATA, data),
        (resource.RLIMIT_AS, 8 * data),
        (resource.RLIMIT_CPU, int(seconds) + 5),
        (resource.RLIMIT_FSIZE, 2**24),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # macOS bir kısmını tanımaz
            resource.setrlimit(kind, (most, most))
