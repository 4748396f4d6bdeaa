# Komutlar: make lab | test | notebooks | site | gallery | bench | test-colab | test-lowest | clean. Ayrıntı: README.md ve CONTRIBUTING.md.
# macOS'un eski make'i (3.81) ile de çalışsın diye yeni make özellikleri kullanılmaz.
SHELL := /bin/bash
.DEFAULT_GOAL := lab
.PHONY: lab test notebooks site gallery bench test-colab test-lowest clean

VENV ?= .venv
BIN := $(VENV)/bin
PIP := -m pip --disable-pip-version-check
# d2l eski bir numpy'yi sabitlediği için bağımlılıkları olmadan kurulur; gerekenler pyproject.toml'da yazılıdır.
D2L := d2l==1.0.3
# nbval: hata veren her hücre ve NBVAL_CHECK_OUTPUT taşıyıp çıktısı değişen her hücre başarısızdır.
PYTEST := -m pytest --nbval-lax --nbval-current-env --nbval-cell-timeout=300
# Her dosya (her defter de) tek bir işçide, sırayla. Tarayıcı testleri çoğunlukla beklediği için işçiler çekirdeklerden
# iki fazladır; bellek dolmasın diye en çok 6.
WORKERS := -n $$(( $$(getconf _NPROCESSORS_ONLN) + 2 )) --maxprocesses 6
WORKERS += --dist loadfile --no-loadscope-reorder --durations 20
# İşçiler birbirinin çekirdeğini beklemesin: her biri tek iş parçacığı kullanır.
ONE_THREAD := export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 VECLIB_MAXIMUM_THREADS=1;
# Derlenmiş modüller diske yazılır: yoksa her işçi, çekirdek ve alt süreç hepsini (testleri de) baştan derler.
BYTECODE := export PYTHONDONTWRITEBYTECODE=;
# Defterler ve testler öğrencinin klasörüne değil, boş bir klasöre yazar.
EMPTY_HOME := export LRLAB_HOME="$$(mktemp -d)"; trap 'rm -rf "$$LRLAB_HOME"' EXIT;

lab: $(VENV)/.lab
	@exec $(BIN)/lrlab lab $(ARGS)

# Bütün testler ve bütün defterler, tek pytest çağrısında; sonda en yavaş yirmisi yazılır.
test: $(VENV)/.test
	@$(EMPTY_HOME) $(ONE_THREAD) $(BYTECODE) $(BIN)/python $(PYTEST) $(WORKERS) tests notebooks $(ARGS)

# Bütün defterleri (ya da ARGS ile verilenleri) yeniden çalıştırır ve düzenler.
notebooks: $(VENV)/.test
	@$(BIN)/python tests/notebooks.py $(ARGS)

# Bütün şekillerin açılışı ve hazır ayarları tek sayfada: .artifacts/gallery/index.html (ARGS: tests/gallery.py).
gallery: $(VENV)/.test
	@$(ONE_THREAD) $(BIN)/python tests/gallery.py $(ARGS)

# Bütün dersler, şekilleri çekirdeksiz de oynayan sayfalar olarak: _site (ARGS: `lrlab site`).
site: $(VENV)/.test
	@$(EMPTY_HOME) $(ONE_THREAD) $(BIN)/lrlab site $(ARGS)

bench: $(VENV)/.test
	@set -e; for script in tests/benchmarks/bench_*.py; do \
	    echo "== $$script"; $(BIN)/python "$$script" $(ARGS); \
	done

# PYTHON verilmezse 3.11–3.13 arasından, venv kurabilen ilk Python seçilir.
$(BIN)/python:
	@for p in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	    "$$p" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	        2>/dev/null || continue; \
	    exec "$$p" -m venv --clear $(VENV); \
	done; \
	echo "Python 3.11, 3.12 ya da 3.13 gerekli; $(or $(PYTHON),python3) uygun değil ya da venv modülü eksik." >&2; \
	echo "Kurduktan sonra yolunu ver: make lab PYTHON=/yol/python3.12" >&2; \
	exit 1

# pip'in bulduğu torch, Linux'ta ekran kartı için derlenmiştir: birkaç GB. NVIDIA kartı yoksa CPU derlemesi denenir;
# nerede olduğunu uv kendisi bilir. Ulaşılamazsa pip'in bulduğuyla sürülür.
define cpu_torch
@if [ "$$(uname -s)" = Linux ] && ! command -v nvidia-smi >/dev/null && [ ! -e /proc/driver/nvidia ] \
    && ! $(BIN)/python -c 'import torch' 2>/dev/null; then \
    echo "NVIDIA kartı bulunamadı: torch'un CPU derlemesi kuruluyor."; \
    $(BIN)/python $(PIP) install -q uv && UV_HTTP_RETRIES=1 $(BIN)/python -m uv pip install -q \
        --python $(BIN)/python --torch-backend cpu -c constraints.txt torch torchvision 2>/dev/null \
    || echo "CPU derlemesine ulaşılamadı: pip'in bulduğu torch kurulacak (birkaç GB olabilir)."; \
fi
endef

# Damgalar: kurulum yalnızca pyproject.toml ya da constraints.txt değişince yinelenir.
$(VENV)/.lab: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Kurulum: ilk kez birkaç dakika sürer."
	$(cpu_torch)
	$(BIN)/python $(PIP) install -q -c constraints.txt -e '.[lab]'
	$(BIN)/python $(PIP) install -q --no-deps $(D2L)
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Test ortamı kuruluyor: ilk kez birkaç dakika sürer."
	$(cpu_torch)
	$(BIN)/python $(PIP) install -q -c constraints.txt -e '.[lab,test,hpo,site]'
	$(BIN)/python $(PIP) install -q --no-deps $(D2L)
	@touch $(VENV)/.lab $@

# Colab'ın sürümleriyle bütün defterler, kurulum hücresi ve şekil testleri; çalışan bir Python 3.13 yoksa bir cümleyle atlanır.
COLAB_VENV ?= .venv-colab
COLAB_CONSTRAINTS ?= ../shared/colab-constraints.txt
COLAB_PYTHON ?= python3.13 $(wildcard $(shell pyenv root 2>/dev/null)/versions/3.13*/bin/python3.13)
test-colab:
	@for p in $(COLAB_PYTHON); do "$$p" -c 'import ensurepip, venv' 2>/dev/null && python="$$p" && break; done; \
	if [ -z "$$python" ]; then \
	    echo "Atlandı: çalışan bir Python 3.13 yok (make test-colab COLAB_PYTHON=/yol/python3.13)."; \
	elif [ ! -f "$(COLAB_CONSTRAINTS)" ]; then \
	    echo "Atlandı: Colab'ın sürüm listesi yok (make test-colab COLAB_CONSTRAINTS=/yol/dosya)."; \
	else \
	    $(MAKE) --no-print-directory colab-run COLAB_PYTHON="$$python"; \
	fi

.PHONY: colab-run
# -W default: eski Jupyter paketleri yeni Python'da kendileri uyarı verir; burada uyarılar hata sayılmaz.
colab-run: $(COLAB_VENV)/.done
	@$(EMPTY_HOME) $(COLAB_VENV)/bin/python $(PYTEST) -W default \
	    tests/figures tests/ground/test_setup_cell.py notebooks $(ARGS)

$(COLAB_VENV)/.done: pyproject.toml $(COLAB_CONSTRAINTS)
	@echo "Colab benzeri ortam kuruluyor: birkaç dakika ve birkaç GB."
	$(COLAB_PYTHON) -m venv --clear $(COLAB_VENV)
	$(COLAB_VENV)/bin/python $(PIP) install -q -c $(COLAB_CONSTRAINTS) \
	    -e . torchvision pandas requests setuptools pytest nbval hypothesis psutil hatchling
	$(COLAB_VENV)/bin/python $(PIP) install -q --no-deps $(D2L)
	@touch $@

# Bildirilen en eski sürümlerle (torch dışında), tarayıcısız. -W default: eski paketlerin kendi uyarıları hata sayılmaz.
LOWEST_VENV ?= .venv-lowest
test-lowest: $(LOWEST_VENV)/.done
	@$(EMPTY_HOME) $(ONE_THREAD) $(LOWEST_VENV)/bin/python $(PYTEST) $(WORKERS) -W default \
	    tests notebooks --ignore tests/browser --ignore tests/ground $(ARGS)

$(LOWEST_VENV)/.done: pyproject.toml constraints.txt tests/lowest.py | $(VENV)/.test
	@echo "En eski sürümlerin ortamı kuruluyor: birkaç dakika."
	$(BIN)/python -m venv --clear $(LOWEST_VENV)
	$(BIN)/python tests/lowest.py > $(LOWEST_VENV)/lowest.txt
	$(LOWEST_VENV)/bin/python $(PIP) install -q -c $(LOWEST_VENV)/lowest.txt -c constraints.txt -e '.[lab,test,hpo,site]'
	$(LOWEST_VENV)/bin/python $(PIP) install -q --no-deps $(D2L)
	@touch $@

clean:
	rm -rf _site .lrlab-site $(VENV) $(COLAB_VENV) $(LOWEST_VENV) .artifacts .pytest_cache .hypothesis .ruff_cache .mypy_cache build dist
