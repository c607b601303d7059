"""Starting the app's server from the command line."""

import os
import subprocess
import sys

from rbpviz import config
from rbpviz.errors import RbpvizError


def launch_app(port: int) -> int:
    """Run the app's server until it ends; return its exit code.

    Parameters
    ----------
    port : int
        Port on this machine.

    Raises
    ------
    RbpvizError
        If the app's files are not there, as in an installation without the project.
    """
    script = config.PROJECT_DIR / "app.py"
    if not script.is_file():
        raise RbpvizError(f"Got no app.py in {str(config.PROJECT_DIR)!r}; run `make app` in a copy of the project.")
    sys.stdout.write(f"rbpviz: http://localhost:{port}\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "rbpviz.ui.server", "--server.port", str(port)]
    try:
        return subprocess.run(command, cwd=config.PROJECT_DIR, env=os.environ.copy(), check=False).returncode
    except KeyboardInterrupt:
        return 0
