"""Sözlüğün bir satırı: bir kavramın Türkçe adı, İngilizcesi, tanımı ve kullanılmayan adları."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """Bir kavram: `tr` Türkçe adı, `en` İngilizcesi, `definition` bir iki cümlelik tanımı."""

    tr: str
    en: str
    definition: str
    banned: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.tr

    @property
    def both(self) -> str:
        """Metinde ilk geçtiği yerdeki yazılışı: "minigrup (minibatch)"."""
        return f"{self.tr} ({self.en})"
