"""What a picture of a gene shows: transcripts with their exons, and named pieces. Plain numbers and text, no letters."""

from dataclasses import dataclass

EXON_COLUMNS = (
    "transcript",
    "exon",
    "name",
    "start",
    "end",
    "length",
    "intron_after",
    "chromosome",
    "genome_start",
    "genome_end",
    "strand",
)


@dataclass(frozen=True, slots=True)
class TranscriptLane:
    """One transcript of a picture.

    Parameters
    ----------
    id : str
        Its id (untrusted text).
    exons : tuple of (int, int)
        0-based half-open in the stored sequence, in order.
    labels : tuple of str
        What each exon is called.
    """

    id: str
    exons: tuple[tuple[int, int], ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GenePicture:
    """A gene as it is drawn.

    Parameters
    ----------
    name : str
        Symbol or id (untrusted text).
    place : str
        Build, chromosome, ends and strand, or words that say that they are unknown.
    length : int
        Bases of the stored sequence, nt.
    lanes : tuple of TranscriptLane
        The principal transcript first.
    elements : tuple of (str, int, int, str), default ()
        Named pieces: name, 0-based half-open place, note.
    simulated : bool, default False
        Whether the gene was drawn from a generator.
    """

    name: str
    place: str
    length: int
    lanes: tuple[TranscriptLane, ...]
    elements: tuple[tuple[str, int, int, str], ...] = ()
    simulated: bool = False
