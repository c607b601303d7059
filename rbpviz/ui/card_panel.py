"""Model cards in readable form: the list of all models, then everything known about one."""

import pandas as pd
import streamlit as st

from rbpviz.export.tables import table_bytes
from rbpviz.plots.cards import draw_card_metrics, plot_card_metrics, plot_mean_curves
from rbpviz.results.cards import MEAN_CURVE_BIN, ModelCard
from rbpviz.ui import cache, choices, downloads, shell, state
from rbpviz.ui.downloads import Offer
from rbpviz.ui.words import count, literal

ROLES = {"scan": "scan", "paper": "published", "user": "yours"}
ROLES_HELP = (
    "scan: for an RNA of your own (shift-trained, debiased). published: the configuration of the paper, for comparison. "
    "yours: trained by you."
)
_COLUMNS = {
    "test": "ours",
    "test_debiased": "debiased",
    "test_shift_60": "shift 60",
}


_CONTROLS = {
    "inside_auroc": "inside against outside the viewpoint (AUROC)",
    "peak_distance": "distance from the viewpoint's middle (nt)",
    "n_viewpoints": "RNAs with a known viewpoint",
}
_AUROC = "AUROC is the area under the ROC curve: 0.5 is chance, 1 is perfect."


def models_frame() -> pd.DataFrame:
    """Return a row per model: id, protein, assay, role, published and own test AUROC, size."""
    rows = []
    order = list(ROLES)
    for name, card in sorted(cache.shelf().cards.items(), key=lambda item: (order.index(item[1].role), item[0])):
        published = next((p.value for p in card.published if p.metric.lower() == "auroc"), None)
        own = {label: card.metrics.get(key, {}).get("auroc") for key, label in _COLUMNS.items()}
        rows.append(
            {
                "model": name,
                "protein": card.protein,
                "assay": card.assay,
                "role": ROLES.get(card.role, card.role),
                "published": published,
                **own,
                "MB": card.weights_bytes / 1e6,
            }
        )
    return pd.DataFrame(rows)


def show_models() -> ModelCard | None:
    """Show the list of models, in which a click chooses one; return the chosen card."""
    shelf = cache.shelf()
    for problem in shelf.problems:
        shell.show_error(problem)
    if not shelf.cards:
        st.markdown(
            "There is no model in the checkpoints folder. Fetch the project again, or set `RBPVIZ_CHECKPOINTS` to a folder that has some."
        )
        return None
    frame = models_frame()
    names = list(frame["model"])
    chosen = st.session_state.get(state.MODEL)
    place = names.index(chosen) if chosen in names else 0
    key = f"models_{len(names)}_{place}"
    number = st.column_config.NumberColumn
    st.dataframe(
        frame,
        hide_index=True,
        key=key,
        height="auto" if len(frame) <= 12 else 420,
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [place]}},
        on_select=lambda: _take_model(key, names),
        column_config={
            "model": st.column_config.TextColumn(width=230),
            "protein": st.column_config.TextColumn(width=75),
            "assay": st.column_config.TextColumn(width=75),
            "role": st.column_config.TextColumn(width=75, help=ROLES_HELP),
            "published": number(format="%.3f", width=75, help=f"AUROC on the same test set as its authors report it. {_AUROC}"),
            "ours": number(format="%.3f", width=60, help=f"AUROC on the test set. {_AUROC}"),
            "debiased": number(format="%.3f", width=75, help="AUROC with random bases at the borders of the measured region."),
            "shift 60": number(format="%.3f", width=70, help="AUROC when RNAs are cut so that the site lies 60 nt elsewhere."),
            "MB": number(format="%.2f", width=50, help="Size of the weights."),
        },
    )
    st.session_state[state.MODEL] = names[place]
    return shelf.cards[names[place]]


def splicing_frame() -> pd.DataFrame:
    """Return a row per splicing model: id, top-k accuracy on validation and test genes, sites tested, size."""
    rows = []
    for name, card in sorted(cache.shelf().splicing.items()):
        tests = {part: card.metrics.get(part, {}) for part in ("validation", "test")}
        rows.append(
            {
                "model": name,
                "acceptors": tests["test"].get("top_k_acceptor"),
                "donors": tests["test"].get("top_k_donor"),
                "mean": tests["test"].get("top_k_mean"),
                "validation": tests["validation"].get("top_k_mean"),
                "sites": tests["test"].get("n_sites"),
                "MB": card.weights_bytes / 1e6,
            }
        )
    return pd.DataFrame(rows)


def show_splicing() -> None:
    """Show the splicing models, where there are any."""
    frame = splicing_frame()
    if frame.empty:
        return
    st.subheader("Splicing models", anchor=False)
    st.caption("Top-k accuracy: of the k best-scored bases of all test genes, k being their number of splice sites, how many are sites.")
    number = st.column_config.NumberColumn
    columns = {name: number(format="%.3f") for name in ("acceptors", "donors", "mean", "validation")}
    st.dataframe(frame, hide_index=True, column_config={**columns, "sites": number(format="%d"), "MB": number(format="%.2f")})


def show_card(card: ModelCard) -> None:
    """Show one card: what it is for, its figures, data, split, controls, licence and files."""
    title, download = st.columns([4, 1], vertical_alignment="bottom")
    title.subheader(choices.model_label(card.id), anchor=False)
    download.download_button(
        "Card (JSON)", card.model_dump_json(indent=1), file_name=f"{card.family}_{card.name}_card.json", mime="application/json",
        icon=":material/download:", on_click="ignore", width="stretch",
    )  # fmt: skip
    st.markdown(literal(card.summary, 1000))
    if card.role != "paper" and st.button("See where it binds", icon=":material/ssid_chart:", key="to_response"):
        st.switch_page(shell.RESPONSE)
    _show_figures(card)
    left, right = st.columns(2, gap="large")
    with left:
        _show_data(card)
        _show_controls(card)
    with right:
        _show_training(card)
        _show_files(card)
    with st.expander("All metrics"):
        st.dataframe(metrics_frame(card), hide_index=True)


def _show_figures(card: ModelCard) -> None:
    dark, config = shell.is_dark(), {"displaylogo": False, "modeBarButtonsToRemove": ["toImage"]}
    with shell.heading("AUROC: published, ours, and what is left when the RNA is changed"):
        table = Offer("Table (TSV)", "tsv", lambda: table_bytes(metrics_frame(card), comment=[f"metrics of {card.id}"]))
        downloads.show_menu(f"card_{card.id}", f"{card.id} metrics", [*downloads.figure_offers(lambda: draw_card_metrics(card)), table])
    st.plotly_chart(plot_card_metrics(card, dark=dark), theme=None, key=f"metrics_{card.id}", config=config)
    if card.mean_curves:
        with shell.heading("Mean response by position"):
            table = Offer("Table (TSV)", "tsv", lambda: table_bytes(mean_curves_frame(card), comment=["start and end: 0-based, half-open"]))
            downloads.show_menu(f"means_{card.id}", f"{card.id} mean response", [table])
        st.plotly_chart(plot_mean_curves(card, dark=dark), theme=None, key=f"mean_curves_{card.id}", config=config)
        st.caption(
            "On bound, unbound and shuffled RNAs: what rises at the same place in all of them is a habit of the model, not of the RNA."
        )


def mean_curves_frame(card: ModelCard) -> pd.DataFrame:
    """Return the mean curves of a card, a row per bin of bases (start and end 0-based, half-open)."""
    longest = max(map(len, card.mean_curves.values()))
    columns = {name: [*values, *[float("nan")] * (longest - len(values))] for name, values in card.mean_curves.items()}
    starts = range(0, MEAN_CURVE_BIN * longest, MEAN_CURVE_BIN)
    return pd.DataFrame({"start": starts, "end": [start + MEAN_CURVE_BIN for start in starts], **columns})


def control_label(name: str) -> str:
    """Return a control's name in words; an unknown one keeps its own."""
    stem, shift, by = name.partition("_shift_")
    for branch, words in (("cnn", "CNN"), ("gcn_gated", "Graph, after the gate"), ("gcn", "Graph"), ("random", "Random position")):
        if stem.startswith(f"{branch}_"):
            what = stem.removeprefix(f"{branch}_")
            label = f"{words}: {_CONTROLS.get(what, what.replace('_', ' '))}"
            break
    else:
        label = _CONTROLS.get(stem, stem.replace("_", " "))
    return f"{label}, RNA shifted by {by} nt" if shift else label


def metrics_frame(card: ModelCard) -> pd.DataFrame:
    """Return all metrics of a card, a row per set."""
    return pd.DataFrame([{"set": name.replace("_", " "), **values} for name, values in card.metrics.items()])


def _show_data(card: ModelCard) -> None:
    st.markdown("#### Data and split")
    st.markdown(literal(card.data.source, 600))
    st.markdown(literal(card.data.split, 600))
    st.dataframe(
        _pairs({name.replace("_", " "): f"{number:,}" for name, number in card.data.counts.items()}, "records", "number"), hide_index=True
    )
    lengths = card.data.length
    st.caption(f"Lengths of the training records: {lengths.get('min')} to {lengths.get('max')} nt, median {lengths.get('median')} nt.")


def _show_controls(card: ModelCard) -> None:
    st.markdown("#### Controls of the response curves")
    if card.controls:
        st.dataframe(
            _pairs({name.replace("_", " "): f"{value:.4g}" for name, value in card.controls.items()}, "control", "value"), hide_index=True
        )
    else:
        st.caption("None were computed for this model.")


def _show_training(card: ModelCard) -> None:
    st.markdown("#### Network and training")
    settings = {**card.options, **card.training}
    st.dataframe(
        _pairs({name.replace("_", " "): str(value) for name, value in settings.items()}, "setting", "value"), hide_index=True, height=320
    )


def _show_files(card: ModelCard) -> None:
    st.markdown("#### Licence and files")
    facts = {
        "licence": card.licence,
        "made": card.created,
        "code": f"rbpviz {card.code_version}, {card.architecture}",
        "weights": f"{card.weights_bytes / 1e6:.2f} MB, {count(card.n_parameters, 'parameter')}, {card.dtype}",
        "sha256 of the weights": card.weights_sha256,
        **{f"sha256 of {name}": digest for name, digest in card.data.sha256.items()},
    }
    st.dataframe(_pairs(facts, "what", "value"), hide_index=True)


def _pairs(values: dict[str, str], first: str, second: str) -> pd.DataFrame:
    return pd.DataFrame({first: list(values), second: list(values.values())})


def _take_model(key: str, names: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(names):
        st.session_state[state.MODEL] = names[rows[0]]
