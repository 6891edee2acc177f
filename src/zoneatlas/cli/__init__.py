"""The command line: thin, one call of the library a command.

Users script against it, so names, JSON keys and exit codes are fixed: 0 done, 1 findings or nothing found, 2 bad usage
or a plan that cannot be read, 3 a fault of ours. Results go to stdout, everything else to stderr.
"""

from zoneatlas.cli.run import main

__all__ = ["main"]
