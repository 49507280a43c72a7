"""Find Chromium, or install it where that can be done unasked; print its path."""

import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools import apt

NAMES = ["chromium", "chromium-browser", "google-chrome"]
NOT_AVAILABLE = 75


class ChromiumMissing(Exception):
    """There is no Chromium, and it could not be installed."""


def find() -> str:
    """The path of Chromium; empty when it is not there. KOPGROEP_TEST_CHROMIUM names another one."""
    named = os.environ.get("KOPGROEP_TEST_CHROMIUM")
    return next((path for name in ([named] if named else NAMES) if (path := shutil.which(name))), "")


def ensure() -> str:
    """The path of Chromium, installed if need be."""
    if path := find():
        return path
    if reason := apt.install("chromium"):
        raise ChromiumMissing(reason)
    return find()


if __name__ == "__main__":
    try:
        print(ensure())
    except ChromiumMissing as missing:
        print(missing, file=sys.stderr)
        sys.exit(NOT_AVAILABLE)
