"""What all readers of genes share: options, ids of their own for genes, and what happens to a gene that cannot be read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from rbpviz.errors import GeneError, InputLimitError, InvalidOptionError, InvalidSequenceError
from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.genes.inputs import GeneInput
from rbpviz.genes.model import GeneModel
from rbpviz.sequences.fasta import IdRegister
from rbpviz.sequences.streams import clip
from rbpviz.types import RejectedRecord

LABELS = ("transcript", "canonical")
GENE_ERRORS = (GeneError, InvalidSequenceError, InputLimitError)
"""What makes one gene unreadable and leaves the others alone."""
_NAMED = 5


@dataclass(frozen=True, slots=True)
class GeneOptions:
    """How genes are read.

    Parameters
    ----------
    labels : str, default "transcript"
        Tables of genes only: whether the principal transcript is the one named in `transcript` or the `canonical` one.
    genes : frozenset of str, default ()
        Symbols or ids (with or without version) of the genes to read; all where empty.
    flank : int, default 0
        Bases kept on each side of a gene that is cut out of a longer record, nt.
    assembly : str, default ""
        Build of the genome that a FASTA holds; for LRG XML the build wanted where it states several (GRCh38 where none is named).
    """

    labels: str = "transcript"
    genes: frozenset[str] = frozenset()
    flank: int = 0
    assembly: str = ""

    def __post_init__(self) -> None:
        if self.labels not in LABELS:
            raise InvalidOptionError(f"Got labels={self.labels!r}; expected one of {', '.join(LABELS)}.")
        if self.flank < 0:
            raise InvalidOptionError(f"Got a flank of {self.flank} nt; expected 0 or more.")

    def wants(self, *names: str) -> bool:
        """Return whether a gene with one of these names is to be read."""
        return not self.genes or any(name in self.genes or name.rpartition(".")[0] in self.genes for name in names if name)


class Collector:
    """Builds genes one by one, gives each an id of its own, and puts what fails on a list or raises it.

    Parameters
    ----------
    source : GeneInput
        What messages name.
    rejected : list of RejectedRecord, optional
        Where what cannot be read is put; where there is none the first such thing raises.
    """

    def __init__(self, source: GeneInput, rejected: list[RejectedRecord] | None) -> None:
        self._source = source
        self._rejected = rejected
        self._ids = IdRegister()
        self.ordinal = 0
        self.built = 0

    def build(self, name: str, make: Callable[[], GeneModel]) -> GeneModel | None:
        """Return the gene that `make` returns with an id of its own, or None where it failed and was put on the list."""
        self.ordinal += 1
        try:
            gene = make()
        except GENE_ERRORS as error:
            self.refuse(name, error)
            return None
        self.built += 1
        own_id, renamed = self._ids.unique(gene.id)
        return replace(gene, id=own_id, flags=(*gene.flags, GeneFlag(GeneFlagKind.RENAMED))) if renamed else gene

    def refuse(self, name: str, error: Exception) -> None:
        """Put an error on the list, or raise it where there is none."""
        if self._rejected is None:
            raise error
        self._rejected.append(RejectedRecord(clip(name, 200), self.ordinal, str(error)))

    def note(self, names: Iterable[str], what: str) -> None:
        """Put one line about several things that were passed over on the list, where there is one; never raises."""
        several = list(names)
        if several and self._rejected is not None:
            listed = ", ".join(clip(name) for name in several[:_NAMED]) + (", ..." if len(several) > _NAMED else "")
            self._rejected.append(RejectedRecord("", self.ordinal, f"{what}: {len(several):,} ({listed})."))

    def finish(self, expected: str) -> None:
        """Refuse the source where it gave nothing at all, neither a gene nor a reason."""
        if not self.ordinal:
            self.refuse("", GeneError(f"{self._source.subject} gave no genes; expected {expected}."))
