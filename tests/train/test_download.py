"""Güvenli indirme: her bozulma biçiminde ne yapılacağını söyleyen bir cümle, geride yarım dosya yok."""

import errno
import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from lrlab.train import DataError
from lrlab.train.data import download
from lrlab.train.data.download import fetch

BODY = bytes(range(256)) * 1000
SHA = hashlib.sha256(BODY).hexdigest()


def left(folder):
    """Kilit dışında klasörde kalan adlar."""
    return sorted(p.name for p in folder.iterdir() if p.name != ".lock") if folder.exists() else []


def test_downloads_once_and_creates_folders(server, tmp_path):
    server.serve("a.gz", BODY)
    path = tmp_path / "x" / "y" / "a.gz"
    assert fetch(server.url + "a.gz", path, sha256=SHA) == path
    assert path.read_bytes() == BODY
    fetch(server.url + "a.gz", path, sha256=SHA)
    assert server.requests == ["/a.gz"]
    assert left(path.parent) == ["a.gz"]


def test_existing_file_needs_no_lock_and_no_network(tmp_path, monkeypatch):
    path = tmp_path / "a.gz"
    path.write_bytes(BODY)
    monkeypatch.setattr(download, "FileLock", None)
    fetch("http://127.0.0.1:1/a.gz", path, sha256=SHA)
    assert left(tmp_path) == ["a.gz"]


def test_existing_file_with_wrong_checksum_is_named_and_kept(server, tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(b"eski")
    with pytest.raises(DataError) as caught:
        fetch(server.url + "a.gz", path, sha256=SHA)
    message = str(caught.value)
    assert str(path) in message
    assert SHA in message
    assert hashlib.sha256(b"eski").hexdigest() in message
    assert "sil ve hücreyi yeniden çalıştır" in message
    assert path.read_bytes() == b"eski"
    assert server.requests == []


def test_downloaded_content_with_wrong_checksum_is_not_kept(server, tmp_path):
    server.serve("a.gz", b"<html>giri\xc5\x9f yap</html>")
    with pytest.raises(DataError, match=r"beklenen dosya değil.*Dosya kaydedilmedi"):
        fetch(server.url + "a.gz", tmp_path / "a.gz", sha256=SHA)
    assert left(tmp_path) == []


def test_transfer_cut_short(server, tmp_path):
    server.serve("a.gz", BODY[:1000], Content_Length="5000")
    with pytest.raises(DataError, match="yarıda kesildi: 5000 bayttan 1000 bayt geldi"):
        fetch(server.url + "a.gz", tmp_path / "a.gz")
    assert left(tmp_path) == []


def test_stale_part_of_a_killed_process_is_overwritten(server, tmp_path):
    server.serve("a.gz", BODY)
    (tmp_path / "a.gz.part").write_bytes(b"x" * 10**6)
    fetch(server.url + "a.gz", tmp_path / "a.gz", sha256=SHA)
    assert left(tmp_path) == ["a.gz"]


def test_interrupt_leaves_nothing(server, tmp_path):
    server.serve("a.gz", BODY)

    def ctrl_c(part):
        assert part.exists()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(server.url + "a.gz", tmp_path / "a.gz", check=ctrl_c)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [(404, b"", "HTTP 404"), (500, b"cok", "HTTP 500"), (400, b'{"error":true,"reason":"bad day"}', "bad day")],
)
def test_refused_request(server, tmp_path, status, body, said):
    server.serve("a.gz", body, status)
    with pytest.raises(DataError, match=f"isteği geri çevrildi: .*{said}"):
        fetch(server.url + "a.gz", tmp_path / "a.gz")
    assert left(tmp_path) == []


def test_silent_server(server, tmp_path):
    server.silent.set()
    with pytest.raises(DataError, match=r"yanıt vermedi .*İnternet bağlantını denetle"):
        fetch(server.url + "a.gz", tmp_path / "a.gz", timeout=0.2)
    assert left(tmp_path) == []


def test_no_network(tmp_path):
    with pytest.raises(DataError, match=r"yanıt vermedi .*İnternet bağlantını denetle"):
        fetch("http://127.0.0.1:1/a.gz", tmp_path / "a.gz", timeout=2)
    assert left(tmp_path) == []


def test_full_disk(server, tmp_path, monkeypatch):
    server.serve("a.gz", BODY)

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(download.os, "fsync", full)
    with pytest.raises(DataError, match=r"diskte yer kalmadı.*LRLAB_DATA"):
        fetch(server.url + "a.gz", tmp_path / "a.gz", sha256=SHA)
    assert left(tmp_path) == []


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("place", ["mkdir", "lock", "write"])
def test_read_only_folder(server, tmp_path, monkeypatch, code, place):
    server.serve("a.gz", BODY)

    def refuse(*_, **__):
        raise OSError(code, os.strerror(code))

    targets = {"mkdir": (Path, "mkdir"), "lock": (FileLock, "acquire"), "write": (Path, "open")}
    monkeypatch.setattr(*targets[place], refuse)
    with pytest.raises(DataError, match=r"klasörüne yazılamıyor.*LRLAB_DATA"):
        fetch(server.url + "a.gz", tmp_path / "a.gz", sha256=SHA)
    assert left(tmp_path) == []


def test_file_where_a_folder_is_needed(server, tmp_path):
    (tmp_path / "dosya").write_text("x")
    with pytest.raises(DataError, match=r"a\.gz kaydedilemedi"):
        fetch(server.url + "a.gz", tmp_path / "dosya" / "a.gz")


def test_lock_held_elsewhere_is_reported(server, tmp_path):
    held, release = threading.Event(), threading.Event()

    def hold():
        with FileLock(tmp_path / ".lock"):
            held.set()
            release.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        held.wait(20)
        with pytest.raises(DataError, match="başka bir süreç hâlâ indiriyor"):
            fetch(server.url + "a.gz", tmp_path / "a.gz", lock_timeout=0.1)
    finally:
        release.set()
        thread.join()
    assert server.requests == []


def test_two_processes_download_once(server, tmp_path):
    server.serve("a.gz", BODY)
    code = (
        "import sys, pathlib; from lrlab.train.data.download import fetch; "
        "print('hazır', flush=True); sys.stdin.readline(); "
        f"fetch({server.url + 'a.gz'!r}, pathlib.Path({str(tmp_path / 'a.gz')!r}), sha256={SHA!r})"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    pipe = subprocess.PIPE
    both = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(2)]
    for process in both:  # ikisi de yüklenene dek bekle, sonra aynı anda başlat
        process.stdout.readline()
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=60)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], errors
    assert server.requests == ["/a.gz"]
    assert (tmp_path / "a.gz").read_bytes() == BODY
    assert left(tmp_path) == ["a.gz"]
