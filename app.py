"""The app: window, session defaults, navigation and the tray that follows the reader over all pages. No science here."""

from rbpviz.ui import links, shell, state, tray


def main() -> None:
    """Draw one run of the app."""
    shell.configure()
    state.init_session()
    links.take_in()
    places = tray.open_tray()
    shell.run_navigation()
    tray.fill_tray(places)
    links.keep()


if __name__ == "__main__":
    main()
