"""Install a Debian package when that can be done without asking anybody anything."""

import os
import shutil
import subprocess

OPTIONS = ["-o", "Acquire::Retries=2", "-o", "Acquire::http::Timeout=30", "-o", "DPkg::Lock::Timeout=120"]


def install(package: str) -> str:
    """Install `package`; the answer is empty, or says why it could not be done."""
    if not shutil.which("apt-get"):
        return f"{package} is not there, and this is no Debian that could install it"
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        prefix = ["sudo", "-n"]
    else:
        return f"{package} is not there; install it once with: sudo apt-get install {package}"
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *OPTIONS]
    print(f"Installing {package} with apt-get ...", flush=True)
    try:
        subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
        done = subprocess.run(
            [*apt, "install", "--yes", "--no-install-recommends", package],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=900,
        )
    except subprocess.TimeoutExpired:
        return f"apt-get took too long to install {package}"
    last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
    return f"apt-get could not install {package}: {' '.join(last)}" if done.returncode else ""
