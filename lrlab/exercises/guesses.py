"""Tahminlerin saklanması: her tahmin kendi JSON dosyasında, atomik olarak yazılır."""

import json
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any


def home() -> Path:
    """lrlab'ın yazdığı klasör: LRLAB_HOME ortam değişkeni, yoksa ~/.lrlab.

    Ev klasörü yoksa (HOME'suz bir kapsayıcı) geçici klasördedir. LRLAB_HOME'daki ~ açılamazsa `ValueError`.
    """
    asked = os.environ.get("LRLAB_HOME")
    try:
        return Path(asked or Path.home() / ".lrlab").expanduser()
    except RuntimeError as error:  # ~ad biçimindeki kullanıcı yok ya da (kapsayıcıda) ev klasörü bilinmiyor
        if not asked:
            return Path(tempfile.gettempdir()) / "lrlab"
        raise ValueError(f"`LRLAB_HOME` = {asked!r} olamaz; ev klasörü bulunamadı, klasörün tam yolunu yaz") from error


@dataclass(frozen=True)
class GuessFile:
    """Bir sorunun tahmin dosyası.

    Dosya adı anahtarı ve sorunun özetini taşır: iki defterde aynı anahtar kullanılsa bile farklı sorular çakışmaz.
    Her tahmin ayrı dosyada olduğundan aynı anda açık iki defter birbirinin tahminini silemez.
    """

    path: Path
    question: str

    @classmethod
    def of(cls, key: str, question: str) -> "GuessFile":
        digest = sha256(question.encode()).hexdigest()[:10]
        return cls(home() / "tahminler" / f"{key}-{digest}.json", question)

    def load(self) -> tuple[Any, str]:
        """(tahmin, not): dosya yoksa (None, ""); bozuksa `.bozuk` ekiyle kenara konur ve not bunu söyler."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return None, ""
        except OSError as error:
            return None, f"Kayıtlı tahmin okunamadı ({error.strerror or error})."
        try:
            return json.loads(text)["tahmin"], ""
        except (ValueError, KeyError, TypeError, RecursionError):  # yarım ya da elle bozulmuş dosya
            return None, self._set_aside()

    def _set_aside(self) -> str:
        copy = self.path.with_suffix(".json.bozuk")
        try:
            os.replace(self.path, copy)
        except OSError:
            return f"Kayıtlı tahmin dosyası bozuk ve kenara konamadı: {self.path.name}"
        return f"Kayıtlı tahmin dosyası bozuktu; {copy.name} adıyla saklandı, tahminini yeniden yazabilirsin."

    def save(self, guess: Any) -> None:
        """Önce geçici dosyaya yazar, sonra yerine koyar: yarım dosya kalmaz. Yazılamazsa `OSError`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"soru": self.question, "tahmin": guess}, ensure_ascii=False, indent=1)
        handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(temporary, self.path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
