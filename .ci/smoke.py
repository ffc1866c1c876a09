"""Uses the installed command as a user would, in a real terminal: `python3 .ci/smoke.py READER FOLDER`."""

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

reader, work = sys.argv[1], Path(sys.argv[2])
home = work / "smoke"
elsewhere = work / "elsewhere"
elsewhere.mkdir()
environment = {**os.environ, "READER_HOME": str(home), "READER_CODER": "smoke", "TERM": "xterm-256color"}


def run(*arguments):
    command = [reader, *arguments]
    done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, timeout=60)
    if done.returncode:
        sys.exit(f"reader {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def drive(keys):
    """Open the samples in a pty, send keys one at a time, and return what came back once the program has ended."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(elsewhere)
        os.execvpe(reader, [reader, "--samples"], environment)
    output, waiting, until = b"", list(keys), time.monotonic() + 60
    while time.monotonic() < until:
        ready = select.select([terminal], [], [], 1.0)[0]
        if not ready:
            if waiting:
                os.write(terminal, waiting.pop(0))
            continue
        try:
            output += os.read(terminal, 65536)
        except OSError:
            break
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"the app ended with {os.waitstatus_to_exitcode(status)}:\n{output[-3000:].decode(errors='replace')}")
    return output


print(run("--version").strip())
output = drive([b"\x1b", b"j", b"3", b"\x11"])
if b"Policing" not in output or b"Traceback" in output:
    sys.exit("the app did not show the samples")
samples = home / "data" / "samples"
documents = json.loads(run("-L", str(samples), "list", "--json"))
if len(documents) != 7 or sum(each["tagged"] for each in documents) != 1:
    sys.exit(f"the samples are not what they should be: {documents}")
print(f"{len(documents)} sample documents, and the tag that was put on in the app is there")
