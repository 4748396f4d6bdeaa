"""Teslimdeki yanıtların, istenirse, yeniden denetlenmesi: ayrı bir süreçte, süre, bellek ve dosya sınırıyla.

Süreç boş bir geçici klasörde, kullanıcının ortam değişkenleri olmadan çalışır; orada yazdıkları atılır, süreç bitince
kendi öbeğinde (process group) bıraktığı süreçler bitirilir. Bu, dürüst bir yanılmayı ve bozuk bir dosyayı yakalar; kötü
niyetli bir programdan koruyan bir kale değildir. Tutmadıkları: program kullanıcının yazabildiği her yere yazabilir,
okuyabildiğini okuyabilir, ağa çıkabilir; paylaşımlı bellek bellek sınırına girmez; yeni bir oturum açan (setsid) süreç
sağ kalır, süreç sayısı sınırsızdır; program kendi denetleyicisini kandırıp "doğru" dedirtebilir. Tanımadığın birinin
dosyasını ancak bir kapsayıcıda yeniden denetle. Bellek sınırı işletim sisteminindir; Windows'ta yoktur.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from lrlab.exercises.progress.source import lacking
from lrlab.exercises.progress.summary import STATUSES

SECONDS, BUDGET, MEGABYTES = 60, 120, 1024
MOST_UNFINISHED = 3  # bu kadarı bitmeyen bir teslimin kalanı beklenmez
MOST_TOLD = 2**20  # bayt
UNFINISHED, NO_SOURCE, UNREACHED, ERROR = "bitmedi", "kaynak yok", "sıra gelmedi", "hata"
NOT_ALONE = "tek başına çalışmıyor"  # kaynağın, alınamadığını söylediği bir ad eksik: yanıtın yanlışı değildir
TOP = str(Path(__file__).resolve().parents[4])
CHILD = "import sys; sys.path.append(sys.argv[1]); from lrlab.exercises.progress.classroom.rerun import judge; judge()"
KEPT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")


def rerun(
    sources: Mapping[str, str], seconds: float = SECONDS, megabytes: int = MEGABYTES, budget: float = BUDGET
) -> dict[str, str]:
    """Görev -> kaynak; görev -> sonuç: check'in durumu ya da onun yerine yukarıdaki dört sözden biri.

    Takılan ya da süreci düşüren kaynak "bitmedi" olur; kalanlar yeni bir süreçte sürer. `seconds` bir sürecin,
    `budget` hepsinin birlikte en uzun süresi, `megabytes` bir sürecin belleğidir. Süre dolunca ya da üç kaynak
    bitmeyince kalanlara "sıra gelmedi" denir. Alınamayan bir adı olduğunu söyleyen kaynağın hatası "tek başına
    çalışmıyor"dur.
    """
    end = time.monotonic() + budget
    found = {task: NO_SOURCE for task, source in sources.items() if not source}
    waiting = [task for task in sources if task not in found]
    while waiting and (left := end - time.monotonic()) > 0 and list(found.values()).count(UNFINISHED) < MOST_UNFINISHED:
        told = _process({task: sources[task] for task in waiting}, min(seconds, left), megabytes)
        done = [task for task in waiting if task in told]
        found |= {task: told[task] for task in done}
        waiting = [task for task in waiting if task not in told]
        if waiting:
            found[waiting.pop(0)] = UNFINISHED
    for task, status in found.items():
        if status == ERROR and lacking(sources[task]):
            found[task] = NOT_ALONE
    return {task: found.get(task, UNREACHED) for task in sources}


def _process(sources: Mapping[str, str], seconds: float, megabytes: int) -> dict[str, str]:
    """Tek bir süreç; öldüyse ya da süresi dolduysa o ana dek denetlenenler, açılamadıysa hiçbiri."""
    folder = tempfile.mkdtemp(prefix="lrlab-")
    try:
        # Sonuçlar bir adla değil, açık bir dosyayla alınır: program adın yerine bir boru ya da bağlantı koyamaz.
        with tempfile.TemporaryFile() as answered:
            _run(folder, sources, seconds, megabytes, answered)
            answered.seek(0)
            return _told(answered.read(MOST_TOLD), sources)
    except OSError:
        return {}
    finally:
        _remove(folder)


def _run(folder: str, sources: Mapping[str, str], seconds: float, megabytes: int, answered: IO[bytes]) -> None:
    asked, work = Path(folder, "asked.json"), Path(folder, "work")
    asked.write_text(json.dumps([dict(sources), megabytes, seconds]), "utf-8")
    work.mkdir()
    places = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "LRLAB_HOME", "MPLCONFIGDIR"), str(work))
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", CHILD, TOP, str(asked)],
        cwd=work, env={**kept, **places, **threads}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=answered, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _end(process)


def _remove(folder: str) -> None:
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:  # program klasörleri binlerce kat iç içe koymuş; `rm` özyinelemesizdir
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(["rm", "-rf", folder], stderr=subprocess.DEVNULL, timeout=SECONDS)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Süreci ve açtığı süreçleri bitirir; süreç bitmiş olsa da ardında bıraktıkları kalmasın."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _told(data: bytes, sources: Mapping[str, str]) -> dict[str, str]:
    """Satır satır sonuçlar; satırları kaynağın kendisi de yazmış olabilir: iki kez söylenen görev "hata"dır."""
    found: dict[str, str] = {}
    for line in data.split(b"\n")[:-1]:
        with suppress(ValueError, RecursionError, TypeError):
            task, status = json.loads(line)
            if task in sources and status in (*STATUSES, "denenmedi"):
                found[task] = ERROR if task in found else status
    return found


def judge() -> None:
    """Alt süreç: sınırları koyar, her kaynağı çalıştırıp `answer`ını denetler, sonucu satır satır yazar."""
    sources, megabytes, seconds = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    from lrlab.exercises import check

    _limit(megabytes, seconds)
    # Sonuçlar stdout'un gösterdiği dosyaya; kaynağın `print`leri ise hiçbir yere.
    with os.fdopen(os.dup(1), "a", encoding="utf-8") as file, open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        for task, source in sources.items():
            space: dict[str, Any] = {"__name__": "__main__"}
            try:
                exec(compile(source, f"<{task}>", "exec"), space)
                status = check(task, space.get("answer")).status
            except BaseException:  # SystemExit, KeyboardInterrupt de: kaynağın hatası denetleyeni bitirmesin
                status = ERROR
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
