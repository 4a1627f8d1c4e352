"""Run a program and tell what it took: seconds, CPU seconds, and the most memory, in KiB.

python -m benchmarks.files.alone WORD...   (the facts in JSON as the last line of what it prints)

It imports next to nothing: a program that is begun counts as its own what whoever began it had.
"""

import json
import os
import sys
import time


def main(words: list[str]) -> int:
    begun = time.perf_counter()
    program = os.posix_spawnp(words[0], words, os.environ)
    _, status, used = os.wait4(program, 0)
    facts = {
        "seconds": round(time.perf_counter() - begun, 3),
        "cpu": round(used.ru_utime + used.ru_stime, 3),
        "peak": used.ru_maxrss,
    }
    print(json.dumps(facts))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
