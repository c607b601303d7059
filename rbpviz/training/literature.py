"""Figures of the literature on the benchmark sets, and which protein and assay each set is."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

RNASSRNET_SOURCE = "RNASSR-Net paper, Table 1 (original RBP-24)"
DEEPRKE_SOURCE = "DeepRKE paper, supplement"


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


@dataclass(frozen=True, slots=True)
class DeeprkeFigures:
    """AUROCs that the supplement of the DeepRKE paper prints for one set.

    Parameters
    ----------
    full, sequence_alone, one_hot, cnn_only : float
        DeepRKE; DeepRKE- without structure; DeepRKE-- without embeddings; the mean of the three runs without a BiLSTM.
    """

    full: float
    sequence_alone: float
    one_hot: float
    cnn_only: float


@dataclass(frozen=True, slots=True)
class Rbp31Set:
    """One RBP-31 set (iONMF): HGNC symbol of the protein, and the name of the experiment in the DeepRKE paper."""

    protein: str
    experiment: str


DEEPRKE_RBP24 = MappingProxyType(
    {
        "ALKBH5_Baltz2012": DeeprkeFigures(0.740, 0.710, 0.701, 0.698),
        "C17ORF85_Baltz2012": DeeprkeFigures(0.824, 0.817, 0.806, 0.807),
        "C22ORF28_Baltz2012": DeeprkeFigures(0.832, 0.828, 0.821, 0.821),
        "CAPRIN1_Baltz2012": DeeprkeFigures(0.869, 0.802, 0.845, 0.789),
        "CLIPSEQ_AGO2": DeeprkeFigures(0.900, 0.897, 0.881, 0.859),
        "CLIPSEQ_ELAVL1": DeeprkeFigures(0.978, 0.976, 0.970, 0.976),
        "CLIPSEQ_SFRS1": DeeprkeFigures(0.945, 0.936, 0.921, 0.919),
        "ICLIP_HNRNPC": DeeprkeFigures(0.978, 0.975, 0.968, 0.978),
        "ICLIP_TDP43": DeeprkeFigures(0.954, 0.950, 0.943, 0.942),
        "ICLIP_TIA1": DeeprkeFigures(0.942, 0.930, 0.927, 0.938),
        "ICLIP_TIAL1": DeeprkeFigures(0.946, 0.944, 0.935, 0.936),
        "PARCLIP_AGO1234": DeeprkeFigures(0.932, 0.925, 0.920, 0.921),
        "PARCLIP_ELAVL1": DeeprkeFigures(0.980, 0.970, 0.973, 0.968),
        "PARCLIP_ELAVL1A": DeeprkeFigures(0.978, 0.975, 0.967, 0.977),
        "PARCLIP_EWSR1": DeeprkeFigures(0.971, 0.965, 0.958, 0.968),
        "PARCLIP_FUS": DeeprkeFigures(0.988, 0.980, 0.980, 0.984),
        "PARCLIP_HUR": DeeprkeFigures(0.996, 0.990, 0.986, 0.993),
        "PARCLIP_IGF2BP123": DeeprkeFigures(0.943, 0.934, 0.931, 0.910),
        "PARCLIP_MOV10_Sievers": DeeprkeFigures(0.920, 0.907, 0.905, 0.887),
        "PARCLIP_PUM2": DeeprkeFigures(0.965, 0.960, 0.956, 0.961),
        "PARCLIP_QKI": DeeprkeFigures(0.975, 0.970, 0.973, 0.968),
        "PARCLIP_TAF15": DeeprkeFigures(0.985, 0.980, 0.978, 0.982),
        "PTBv1": DeeprkeFigures(0.953, 0.950, 0.942, 0.942),
        "ZC3H7B_Baltz2012": DeeprkeFigures(0.914, 0.902, 0.900, 0.867),
    }
)
RBP31 = MappingProxyType(
    {
        "1_PARCLIP_AGO1234": Rbp31Set("AGO1-4 and EIF", "Ago/EIF"),
        "2_PARCLIP_AGO2MNASE": Rbp31Set("AGO2", "Ago2-MNase"),
        "3_Ago2_binding": Rbp31Set("AGO2", "Ago2-1"),
        "4_Ago2_binding_2": Rbp31Set("AGO2", "Ago2-2"),
        "5_AGO2_hg19": Rbp31Set("AGO2", "Ago2"),
        "6_eIF4AIII_1": Rbp31Set("EIF4A3", "eIF4AIII-1"),
        "8_ELAVL1_hg19": Rbp31Set("ELAVL1", "ELAVL1-1"),
        "9_ELAVL1MNASE_hg19": Rbp31Set("ELAVL1", "ELAVL1-MNase"),
        "10_ELAVL1A_hg19": Rbp31Set("ELAVL1", "ELAVL1A"),
        "11_ELAVL1_hg19": Rbp31Set("ELAVL1", "ELAVL1-2"),
        "13_FUS_hg19": Rbp31Set("FUS", "FUS"),
        "14_FUS_mut_hg19": Rbp31Set("FUS", "Mut FUS"),
        "15_IGF2BP123_hg19": Rbp31Set("IGF2BP1-3", "IGFBP1-3"),
        "16_Hela_iCLIP_all_clusters": Rbp31Set("HNRNPC", "hnRNPC-1"),
        "17_HNRNPC_hg19": Rbp31Set("HNRNPC", "hnRNPC-2"),
        "18_ICLIP_hnRNPL": Rbp31Set("HNRNPL", "hnRNPL-1"),
        "19_ICLIP_hnRNPL_U266": Rbp31Set("HNRNPL", "hnRNPL-2"),
        "20_ICLIP_hnRNPlike": Rbp31Set("HNRNPLL", "hnRNPL-like"),
        "21_PARCLIP_MOV10": Rbp31Set("MOV10", "MOV10"),
        "22_ICLIP_NSUN2": Rbp31Set("NSUN2", "Nsun2"),
        "23_PARCLIP_PUM2": Rbp31Set("PUM2", "PUM2"),
        "25_CLIPSEQ_SFRS1": Rbp31Set("SRSF1", "SRSF1"),
        "26_PARCLIP_TAF15": Rbp31Set("TAF15", "TAF15"),
        "28_ICLIP_TIA1": Rbp31Set("TIA1", "TIA1"),
        "29_ICLIP_TIAL1": Rbp31Set("TIAL1", "TIAL1"),
        "30_ICLIP_U2AF65_Hela": Rbp31Set("U2AF2", "U2AF2"),
        "31_ICLIP_U2AF65_Hela": Rbp31Set("U2AF2", "U2AF2(KD)"),
    }
)
DEEPRKE_RBP31 = MappingProxyType(
    {
        "1_PARCLIP_AGO1234": DeeprkeFigures(0.790, 0.778, 0.665, 0.783),
        "2_PARCLIP_AGO2MNASE": DeeprkeFigures(0.621, 0.562, 0.598, 0.616),
        "3_Ago2_binding": DeeprkeFigures(0.882, 0.875, 0.853, 0.876),
        "4_Ago2_binding_2": DeeprkeFigures(0.882, 0.880, 0.833, 0.886),
        "5_AGO2_hg19": DeeprkeFigures(0.644, 0.630, 0.628, 0.640),
        "6_eIF4AIII_1": DeeprkeFigures(0.962, 0.956, 0.917, 0.958),
        "8_ELAVL1_hg19": DeeprkeFigures(0.932, 0.931, 0.920, 0.935),
        "9_ELAVL1MNASE_hg19": DeeprkeFigures(0.626, 0.577, 0.546, 0.624),
        "10_ELAVL1A_hg19": DeeprkeFigures(0.895, 0.890, 0.891, 0.896),
        "11_ELAVL1_hg19": DeeprkeFigures(0.920, 0.917, 0.916, 0.915),
        "13_FUS_hg19": DeeprkeFigures(0.946, 0.935, 0.940, 0.947),
        "14_FUS_mut_hg19": DeeprkeFigures(0.962, 0.956, 0.890, 0.964),
        "15_IGF2BP123_hg19": DeeprkeFigures(0.733, 0.719, 0.712, 0.718),
        "16_Hela_iCLIP_all_clusters": DeeprkeFigures(0.961, 0.958, 0.956, 0.961),
        "17_HNRNPC_hg19": DeeprkeFigures(0.976, 0.975, 0.973, 0.975),
        "18_ICLIP_hnRNPL": DeeprkeFigures(0.785, 0.777, 0.692, 0.782),
        "19_ICLIP_hnRNPL_U266": DeeprkeFigures(0.778, 0.766, 0.715, 0.773),
        "20_ICLIP_hnRNPlike": DeeprkeFigures(0.727, 0.715, 0.658, 0.726),
        "21_PARCLIP_MOV10": DeeprkeFigures(0.828, 0.821, 0.823, 0.827),
        "22_ICLIP_NSUN2": DeeprkeFigures(0.872, 0.860, 0.798, 0.872),
        "23_PARCLIP_PUM2": DeeprkeFigures(0.960, 0.955, 0.943, 0.961),
        "25_CLIPSEQ_SFRS1": DeeprkeFigures(0.896, 0.889, 0.851, 0.894),
        "26_PARCLIP_TAF15": DeeprkeFigures(0.964, 0.962, 0.960, 0.966),
        "28_ICLIP_TIA1": DeeprkeFigures(0.936, 0.930, 0.920, 0.937),
        "29_ICLIP_TIAL1": DeeprkeFigures(0.903, 0.897, 0.880, 0.903),
        "30_ICLIP_U2AF65_Hela": DeeprkeFigures(0.960, 0.956, 0.950, 0.960),
        "31_ICLIP_U2AF65_Hela": DeeprkeFigures(0.947, 0.940, 0.920, 0.947),
    }
)


def known_set(name: str) -> tuple[str, str] | None:
    """Return protein (HGNC) and assay of a benchmark set, None where the name is of none; RBP-31 states no assay."""
    if name in RBP24:
        return RBP24[name].protein, RBP24[name].assay
    return (RBP31[name].protein, "") if name in RBP31 else None


def published_auroc(family: str, name: str, options: Mapping[str, bool | int | float | str]) -> tuple[float, str] | None:
    """Return the AUROC that the paper of a family prints for a set and this variant of its network, and where; None where it prints none.

    Parameters
    ----------
    family, name : str
        Family of the model and name of the set.
    options : mapping
        Hyper-parameters of the network: they tell which column of an ablation table it belongs to.
    """
    if family.startswith("rnassrnet"):
        return (RBP24[name].rnassrnet_auroc, RNASSRNET_SOURCE) if name in RBP24 else None
    found = DEEPRKE_RBP24.get(name) or DEEPRKE_RBP31.get(name)
    if not family.startswith("deeprke") or found is None:
        return None
    if options.get("readout") == "flatten":
        return found.cnn_only, f"{DEEPRKE_SOURCE}, CNN-only, mean of three runs"
    if options.get("structure"):
        return found.full, DEEPRKE_SOURCE
    variant = (found.sequence_alone, "DeepRKE-") if options.get("sequence") == "words" else (found.one_hot, "DeepRKE--")
    return variant[0], f"{DEEPRKE_SOURCE}, {variant[1]}"
