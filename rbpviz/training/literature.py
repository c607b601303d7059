"""Figures of the literature on the benchmark sets, and which protein and assay each set is."""

from dataclasses import dataclass
from types import MappingProxyType

RNASSRNET_SOURCE = "RNASSR-Net paper, Table 1 (original RBP-24)"


@dataclass(frozen=True, slots=True)
class BenchmarkSet:
    """One RBP-24 set: HGNC symbol of the protein, assay, and the AUROC that the RNASSR-Net paper prints."""

    protein: str
    assay: str
    rnassrnet_auroc: float


RBP24 = MappingProxyType(
    {
        "ALKBH5_Baltz2012": BenchmarkSet("ALKBH5", "PAR-CLIP", 0.771),
        "C17ORF85_Baltz2012": BenchmarkSet("NCBP3", "PAR-CLIP", 0.889),
        "C22ORF28_Baltz2012": BenchmarkSet("RTCB", "PAR-CLIP", 0.865),
        "CAPRIN1_Baltz2012": BenchmarkSet("CAPRIN1", "PAR-CLIP", 0.924),
        "CLIPSEQ_AGO2": BenchmarkSet("AGO2", "HITS-CLIP", 0.890),
        "CLIPSEQ_ELAVL1": BenchmarkSet("ELAVL1", "HITS-CLIP", 0.983),
        "CLIPSEQ_SFRS1": BenchmarkSet("SRSF1", "HITS-CLIP", 0.953),
        "ICLIP_HNRNPC": BenchmarkSet("HNRNPC", "iCLIP", 0.980),
        "ICLIP_TDP43": BenchmarkSet("TARDBP", "iCLIP", 0.952),
        "ICLIP_TIA1": BenchmarkSet("TIA1", "iCLIP", 0.948),
        "ICLIP_TIAL1": BenchmarkSet("TIAL1", "iCLIP", 0.946),
        "PARCLIP_AGO1234": BenchmarkSet("AGO1-4", "PAR-CLIP", 0.937),
        "PARCLIP_ELAVL1": BenchmarkSet("ELAVL1", "PAR-CLIP", 0.980),
        "PARCLIP_ELAVL1A": BenchmarkSet("ELAVL1", "PAR-CLIP", 0.977),
        "PARCLIP_EWSR1": BenchmarkSet("EWSR1", "PAR-CLIP", 0.970),
        "PARCLIP_FUS": BenchmarkSet("FUS", "PAR-CLIP", 0.986),
        "PARCLIP_HUR": BenchmarkSet("ELAVL1", "PAR-CLIP", 0.991),
        "PARCLIP_IGF2BP123": BenchmarkSet("IGF2BP1-3", "PAR-CLIP", 0.970),
        "PARCLIP_MOV10_Sievers": BenchmarkSet("MOV10", "PAR-CLIP", 0.940),
        "PARCLIP_PUM2": BenchmarkSet("PUM2", "PAR-CLIP", 0.979),
        "PARCLIP_QKI": BenchmarkSet("QKI", "PAR-CLIP", 0.981),
        "PARCLIP_TAF15": BenchmarkSet("TAF15", "PAR-CLIP", 0.984),
        "PTBv1": BenchmarkSet("PTBP1", "HITS-CLIP", 0.949),
        "ZC3H7B_Baltz2012": BenchmarkSet("ZC3H7B", "PAR-CLIP", 0.917),
    }
)
