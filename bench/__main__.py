"""`python -m bench` measures the pages; `python -m bench.times` and `python -m bench.lighthouse` the rest."""

import sys

from bench.pages import main

if __name__ == "__main__":
    sys.exit(main())
