"""The place that a page's sessions run in: an empty folder, a shell that remembers, and what tests/cli/helpers.bash and
scenarios.bash offer."""

import os
import shlex
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = "/home/me/shop"  # what the pages call the folder


class Failed(Exception):
    pass


class World:
    def __init__(self, server_url, pgmend, bindir):
        base = "/dev/shm" if os.path.isdir("/dev/shm") else None
        self.scratch = Path(tempfile.mkdtemp(prefix="pgmend-docs.", dir=base))
        os.chmod(self.scratch, 0o755)
        self.folder = self.scratch / "shop"
        self.folder.mkdir()
        environment = dict(os.environ, CLI_ROOT=str(ROOT / "tests/cli"), SCRATCH=str(self.scratch), PGBIN=str(bindir),
                           PGMEND_BINARY=str(pgmend), PGMEND_TEST_SERVER_URL=server_url, PGMEND_ROOT=str(ROOT))
        self.answers, answer = os.pipe()
        self.shell = subprocess.Popen(["bash", "--norc"], cwd=self.folder, env=environment, stdin=subprocess.PIPE,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
                                      pass_fds=[answer])
        os.close(answer)
        self.answer = answer
        self.setup('. "$CLI_ROOT/helpers.bash"; . "$PGMEND_ROOT/tests/docs/scenarios.bash"')

    def run(self, command):
        """Its exit code and the lines that it prints, with the folder's name as on the pages."""
        script, output = self.scratch / "command", self.scratch / "output"
        script.write_text(command + "\n")
        self.shell.stdin.write(f". {script} >{output} 2>&1 </dev/null; echo $? >&{self.answer}\n")
        self.shell.stdin.flush()
        code = b""
        while not code.endswith(b"\n"):
            more = os.read(self.answers, 16)
            if not more:
                raise Failed(f"the shell has ended: {command}\n{output.read_text()}")
            code += more
        text = output.read_text().replace(str(self.folder), HOME).replace(str(self.scratch), "/home/me")
        return int(code), text.splitlines()

    def setup(self, command):
        code, output = self.run(command)
        if code != 0:
            raise Failed("\n".join([f"exit code {code}: {command}", *output]))

    def set(self, name, value):
        self.setup(f"{name}={shlex.quote(str(value))}")

    def close(self):
        if (self.folder / ".pgmend/server").exists():
            self.run("pgmend server stop")
        self.shell.stdin.close()
        try:
            self.shell.wait(30)
        except subprocess.TimeoutExpired:
            self.shell.kill()
        os.close(self.answers)
        for _ in range(20):  # a server that stops removes its own files at the same time
            shutil.rmtree(self.scratch, ignore_errors=True)
            if not self.scratch.exists():
                return
            time.sleep(0.1)
