"""Small example inputs with their sources. No computing, no reading of other formats than the files that lie here."""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rbpviz.errors import InvalidOptionError

_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Example:
    """One example input.

    Parameters
    ----------
    name : str
        Short name, used in links.
    title : str
        The question it answers, for the button that loads it.
    file : str
        FASTA file in this folder; upper case marks the viewpoint.
    model : str
        Model id that the example is about.
    source : str
        Where the sequences come from, for people.
    notice : str
        What to look at, in one or two sentences.
    """

    name: str
    title: str
    file: str
    model: str
    source: str
    notice: str

    @property
    def path(self) -> Path:
        """Path of the FASTA file."""
        return _FOLDER / self.file


EXAMPLES = MappingProxyType(
    {
        example.name: example
        for example in (
            Example(
                name="qki",
                title="Where does QKI bind these RNAs?",
                file="qki.fa",
                model="rnassrnet/PARCLIP_QKI",
                source=(
                    "GraphProt CLIP benchmark (Maticzka et al. 2014), PARCLIP_QKI test set (Hafner et al. 2010): "
                    "four bound RNAs and one unbound RNA, 150 nt of flank on each side"
                ),
                notice=(
                    "QKI is known to bind ACUAA: look for it where the curves rise inside the shaded viewpoint, "
                    "and compare the last record, an unbound RNA."
                ),
            ),
        )
    }
)
"""The examples by name."""


def get_example(name: str) -> Example:
    """Return an example by name.

    Raises
    ------
    InvalidOptionError
        If there is no such example.
    """
    if name not in EXAMPLES:
        raise InvalidOptionError(f"Got the example {name!r}; expected one of {', '.join(EXAMPLES)}.")
    return EXAMPLES[name]
