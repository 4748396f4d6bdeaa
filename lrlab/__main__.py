"""`python -m lrlab`: `lrlab` komutunun aynısı."""

import sys

from lrlab.cli import main

sys.exit(main())
