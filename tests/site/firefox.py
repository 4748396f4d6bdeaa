"""Başsız Firefox, WebDriver BiDi ile: WebSocket'ten giden komutlar, gelen olaylar; sürücü programı istemez."""

import contextlib
import itertools
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import websocket

NAMES = ("firefox-esr", "firefox")
STARTS_S = 120  # yüklü bir makinede açılışı
ANSWERS_S = 60
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
EVENTS = ("log.entryAdded", "network.beforeRequestSent", "network.responseCompleted", "network.fetchError")
KEYS = {"ArrowLeft": "\ue012", "ArrowRight": "\ue014", "Home": "\ue011", "Enter": "\ue007", " ": " "}
# Sayfanın istemediği hiçbir adrese (site simgesi de) gidilmesin.
PREFERENCES = {
    "app.update.disabledForTesting": True,
    "browser.chrome.site_icons": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
}


def firefox() -> str | None:
    """Makinedeki Firefox'un yolu."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Tab:
    """Açık bir sayfa. `events`: sayfanın bütün olayları (ad, içerik), geliş sırasıyla."""

    def __init__(self, socket: websocket.WebSocket) -> None:
        self.socket = socket
        self.ids = itertools.count(1)
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.command("session.new", capabilities={})
        self.context = self.command("browsingContext.create", type="tab")["context"]
        self.command("session.subscribe", events=list(EVENTS), contexts=[self.context])

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        """Komutun sonucu; yanıtına dek gelen olaylar saklanır."""
        number = next(self.ids)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv())
            if told["type"] == "event":
                self.events.append((told["method"], told["params"]))
            elif told["id"] == number:
                if told["type"] == "error":
                    raise RuntimeError(f"{method}: {told['error']}: {told['message']}")
                return told["result"]

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self.command("browsingContext.setViewport", context=self.context, viewport=size)

    def goto(self, address: str) -> None:
        self.command("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def reload(self) -> None:
        self.command("browsingContext.reload", context=self.context, wait="complete")

    def evaluate(self, function: str, *given: Any) -> Any:
        """`function`ın (bir JavaScript fonksiyonu) sonucu; değerler JSON olarak gidip gelir."""
        told = self.command(
            "script.callFunction",
            functionDeclaration=f"async (given) => JSON.stringify(await ({function})(...JSON.parse(given))) ?? 'null'",
            arguments=[{"type": "string", "value": json.dumps(given)}],
            awaitPromise=True,
            target={"context": self.context},
        )
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return json.loads(told["result"]["value"])

    def until(self, function: str, *given: Any, seconds: float = 60) -> Any:
        """`function` doğru bir şey döndürene dek bekler, onu verir."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self.evaluate(function, *given):
                return found
            time.sleep(0.1)
        raise AssertionError(f"{seconds} saniyede olmadı: {function}")

    def press(self, *keys: str) -> None:
        """Odaktaki öğede gerçek tuş basışları."""
        taps = [{"type": kind, "value": KEYS[key]} for key in keys for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "klavye", "actions": taps})

    def click(self, css: str) -> None:
        """`css`in ilk öğesini ekrana getirip ortasına fareyle basar."""
        x, y = self.evaluate(
            """css => { const one = document.querySelector(css);
                 one.scrollIntoView({ block: 'center', behavior: 'instant' });
                 const box = one.getBoundingClientRect();
                 return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]; }""",
            css,
        )
        taps = [{"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0}]
        self._perform({"type": "pointer", "id": "fare", "actions": [*taps, {"type": "pointerUp", "button": 0}]})

    def _perform(self, source: dict[str, Any]) -> None:
        self.command("input.performActions", context=self.context, actions=[source])

    def requests(self) -> list[str]:
        """Sayfanın istediği bütün adresler."""
        return [told["request"]["url"] for name, told in self.events if name == "network.beforeRequestSent"]

    def problems(self) -> list[str]:
        """Konsola yazılan hatalar ve uyarılar, gelmeyen dosyalar."""
        found = []
        for name, told in self.events:
            if name == "log.entryAdded" and told["level"] in ("warn", "error"):
                found.append(told["text"])
            elif name == "network.fetchError":
                found.append(f"{told['errorText']}: {told['request']['url']}")
            elif name == "network.responseCompleted" and told["response"]["status"] >= 400:
                found.append(f"{told['response']['status']}: {told['request']['url']}")
        return found


@contextlib.contextmanager
def opened(path: str, profile: Path) -> Iterator[Tab]:
    """`path`teki Firefox'ta boş bir sayfa; `profile`: boş bir klasör."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    log = profile / "stderr"
    command = [path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as running:
        try:
            socket = websocket.create_connection(
                f"{_address(log, running)}/session", timeout=ANSWERS_S, suppress_origin=True
            )
            with contextlib.closing(socket):
                tab = Tab(socket)
                yield tab
                tab.command("browser.close")
            running.wait(30)
        finally:
            running.kill()


def _address(log: Path, running: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + STARTS_S
    while time.monotonic() < end and running.poll() is None:
        if found := LISTENING.search(log.read_text("utf-8", "replace")):
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"Firefox açılmadı: {log.read_text('utf-8', 'replace')[-500:]}")
