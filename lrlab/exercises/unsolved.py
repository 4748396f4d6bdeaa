"""Derslerin çözümsüz kopyası: katlı çözümler çıkarılmış, geri kalanı aynı defterler."""

import json
import re
from typing import Any

SOLUTION = re.compile(r"<details>\s*<summary>Çözüm</summary>.*?</details>", re.DOTALL)
INSTEAD = "*Çözüm bu kopyada yok.*"


def without_solutions(notebook: str) -> str:
    """Bir defterin (JSON metni) çözümleri çıkarılmış hali; hücreler, kimlikleri ve çıktıları yerinde kalır."""
    found = json.loads(notebook)
    for cell in found["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = _lines(SOLUTION.sub(INSTEAD, "".join(cell["source"])))
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _lines(text: str) -> Any:
    return text.splitlines(keepends=True)
