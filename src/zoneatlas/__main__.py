"""``python -m zoneatlas``."""

import sys

from zoneatlas.cli import main

if __name__ == "__main__":
    sys.exit(main())
