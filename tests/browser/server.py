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
from collections.abc import Iterator
from pathlib import Path

SETTINGS = {
    # Ağ isteyen ve araya giren bildirimler kapalı; gerisi öğrencinin göreceği varsayılanlar.
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


def start(root: Path, home: Path, env: dict[str, str] | None = None) -> tuple[subprocess.Popen, str]:
    """`root` klasörünü `lrlab lab` ile açar (dersler oraya kopyalanır); ayarları `home`da tutar.

    Süreci ve adresi verir: http://…/lab?token=… Durdurmak çağırana düşer.
    """
    for name, values in SETTINGS.items():
        setting(home, name, values)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    command = [
        sys.executable, "-m", "lrlab", "lab", str(root), "--no-browser", "--allow-root", "--expose-app-in-browser",
        f"--ServerApp.port={port}", f"--IdentityProvider.token={token}",
        f"--LabApp.user_settings_dir={home / 'settings'}", f"--LabApp.workspaces_dir={home / 'workspaces'}",
    ]  # fmt: skip
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(home / "config"), "LRLAB_HOME": str(home / "lrlab")}
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=environment | (env or {}), stdout=log, stderr=log)
    address = f"http://localhost:{port}"
    try:
        _wait_until_up(f"{address}/api?token={token}", process)
    except BaseException:
        process.kill()
        raise
    return process, f"{address}/lab?token={token}"


def setting(home: Path, name: str, values: dict[str, object]) -> None:
    """Kullanıcının kendi JupyterLab ayarı."""
    path = home / "settings" / f"{name}.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values))


@contextlib.contextmanager
def server(root: Path, home: Path, env: dict[str, str] | None = None) -> Iterator[str]:
    """`start`taki sunucunun adresi; bloğun sonunda sunucu biter."""
    process, address = start(root, home, env)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_until_up(url: str, process: subprocess.Popen, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"JupyterLab açılmadan kapandı (çıkış kodu {process.returncode})")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    raise TimeoutError(f"JupyterLab {seconds:g} saniyede açılmadı")
