#!/usr/bin/env python3
"""One command for every chore of this project: `python3 dev.py --help` lists them.

Needs nothing but Python itself; what it does is in `devtools/`.
"""

import sys

from devtools.python_version import problem_with

# Before the other imports: an older Python cannot even read them.
PROBLEM = problem_with(sys.version_info[0], sys.version_info[1])
if PROBLEM:
    sys.exit(PROBLEM)

from devtools.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
