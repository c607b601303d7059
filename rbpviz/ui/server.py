"""The app's server process: Streamlit, told that the pages are in the navigation and not in its own reading of the `pages` folder.

Run as `python -m rbpviz.ui.server`, with the options of `streamlit run` after it. Started plainly, Streamlit takes `pages` for a folder of
pages of its own until the first run is over, and greets a first visitor who comes by a link with "Page not found".
"""

import sys
from collections.abc import Sequence

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from rbpviz import config


def serve(options: Sequence[str]) -> None:
    """Run the server until it ends; `options` are those of `streamlit run`, such as `--server.port 8501`."""
    PagesManager.uses_pages_directory = False
    cli.main(args=["run", str(config.PROJECT_DIR / "app.py"), *options])


if __name__ == "__main__":
    serve(sys.argv[1:])
