"""Gerçek bir `lrlab lab`: tarayıcı testlerinin, gecikme ölçümünün ve komutun kendi testinin ortak sunucusu."""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETTINGS = {
    # Ağ isteyen ve araya giren bildirimler kapalı; gerisi öğrencinin göreceği varsayılanlar.
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
PROGRAM = (sys.executable, "-m", "lrlab")


@dataclass(frozen=True)
class Lab:
    """Çalışan bir sunucu: süreci, açtığı klasör, ayarlarının klasörü, adresi ve anahtarı."""

    process: subprocess.Popen
    root: Path
    home: Path
    base: str
    token: str

    def ask(self, path: str, method: str = "GET", body: bytes | None = None) -> Any:
        """Sunucunun kendi arayüzüne bir istek; yanıtı JSON'dur (boşsa None)."""
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.base}/api/{path}", data=body, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def sessions(self) -> set[str]:
        """Çekirdeği olan açık defterler."""
        return {session["id"] for session in self.ask("sessions")}

    def shut(self, sessions: Iterable[str]) -> None:
        """Çekirdekleri kapatır: yoksa bellekleri ve canlı eğitimleri sonraki testlere kalırdı."""
        for session in sessions:
            self.ask(f"sessions/{session}", "DELETE")


def start(root: Path, home: Path, *, program: Sequence[str] = PROGRAM, cwd: Path | None = None, **env: str) -> Lab:
    """`root` klasörünü `lrlab lab` ile açar (dersler oraya kopyalanır); ayarları `home`da tutar.

    `cwd` verilirse komut orada, klasör adı söylenmeden çalışır: dersler `root`a kendiliğinden gelmelidir. `program`,
    sınanan `lrlab`dır.
    """
    for name, values in SETTINGS.items():
        setting(home, name, values)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    lab_token = secrets.token_hex(16)
    command = [
        *program, "lab", *([] if cwd else [str(root)]), "--no-browser", "--allow-root", "--expose-app-in-browser",
        f"--ServerApp.port={port}", f"--IdentityProvider.token={lab_token}",
        f"--LabApp.user_settings_dir={home / 'settings'}", f"--LabApp.workspaces_dir={home / 'workspaces'}",
    ]  # fmt: skip
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(home / "config"), "LRLAB_HOME": str(home / "lrlab")}
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=environment | env, cwd=cwd, stdout=log, stderr=log)
    lab = Lab(process, root, home, f"http://localhost:{port}", lab_token)
    try:
        _wait_until_up(lab)
    except BaseException:
        process.kill()
        raise
    return lab


def setting(home: Path, name: str, values: dict[str, object]) -> Path:
    """Kullanıcının kendi JupyterLab ayarı; dosyasını verir."""
    path = home / "settings" / f"{name}.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values))
    return path


@contextlib.contextmanager
def server(root: Path, home: Path, **options: Any) -> Iterator[Lab]:
    """`start`taki sunucu; bloğun sonunda biter."""
    lab = start(root, home, **options)
    try:
        yield lab
    finally:
        lab.process.terminate()
        lab.process.wait(timeout=60)


def _wait_until_up(lab: Lab, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if lab.process.poll() is not None:
            raise RuntimeError(f"JupyterLab açılmadan kapandı (çıkış kodu {lab.process.returncode})")
        with contextlib.suppress(OSError):
            lab.ask("")
            return
        time.sleep(0.2)
    raise TimeoutError(f"JupyterLab {seconds:g} saniyede açılmadı")
