"""Stop with a plain sentence when a port is taken: python3 tools/port.py 8000."""

import errno
import socket
import sys


def main() -> int:
    port = sys.argv[1]
    if not port.isdigit() or not 0 < int(port) < 65536:
        print(f"PORT is a number from 1 to 65535, not '{port}'.", file=sys.stderr)
        return 2
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            reason = (
                "may not be used by you" if error.errno == errno.EACCES else "is taken by another program"
            )
            print(f"Port {port} {reason}. Choose another: make run PORT={int(port) + 1}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
