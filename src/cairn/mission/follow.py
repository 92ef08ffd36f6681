"""Start a program that ends when its parent does: python -m cairn.mission.follow PARENT PROGRAM [ARGUMENT...]

A supervisor that is killed outright cannot end its children; the kernel then does. The request survives exec.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> None:
    parent, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # It died before we asked.
        sys.exit(1)
    os.execv(program[0], program)


if __name__ == "__main__":
    main()
