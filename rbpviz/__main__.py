"""Start the command line: `python -m rbpviz` and the command `rbpviz`. Nothing else belongs here."""


def main() -> None:
    """Run the command line and end the process with its exit status: 0 done, 1 failed, 2 bad usage or input."""
    from rbpviz.cli import main as run

    run()


if __name__ == "__main__":
    main()
