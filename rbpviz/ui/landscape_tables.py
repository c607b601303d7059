"""The tables of the landscape page: all effects with filters, what edits changed, and how sure it all is. Positions are 1-based here."""

import math

import pandas as pd
import streamlit as st

from rbpviz.plots.landscape_words import place_words
from rbpviz.results.landscape_edits import LandscapeChange, SiteChange
from rbpviz.results.landscape_seeds import LandscapeSeeds
from rbpviz.results.landscapes import STRONG_EFFECT, Landscape
from rbpviz.ui import landscape_state as own
from rbpviz.ui import state
from rbpviz.ui.words import literal

LEAST_CHANGE = 0.02
"""Changes of ln p below this are not listed."""
MOST_ROWS = 5_000
LEAST_TOLD = 0.01
"""Only splice sites that are annotated or have this probability before or after get a sentence."""
_SENTENCES = 6


def show_effects(landscape: Landscape, *, key: str) -> None:
    """Show every effect of a motif on a splice site, with filters; a chosen row marks its motif in the figure."""
    frame = landscape.effects_frame()
    if frame.empty:
        st.caption("There are no effects: no motif site was knocked out, or there is none here.")
        return
    eligible = landscape.eligible()
    frame = frame[[(p, k) in eligible for p, k in zip(frame.site_position, frame.site_kind, strict=True)]]
    chosen = _filter(frame, key)
    chosen = chosen.reindex(chosen.effect.abs().sort_values(ascending=False).index)
    st.caption(f"{len(chosen):,} of {len(frame):,} effects on splice sites that are annotated or above −5; 1-based positions.")
    shown = pd.DataFrame(
        {
            "protein": chosen.rbp,
            "motif at": chosen.motif_position + 1,
            "splice site": chosen.site_kind,
            "site at": chosen.site_position + 1,
            "effect": chosen.effect,
            "fold": chosen.effect.abs().map(math.exp),
            "does": ["supports" if e > 0 else "suppresses" if e < 0 else "nothing" for e in chosen.effect],
            "model": chosen.model,
        }
    ).head(MOST_ROWS)
    places, rbps = list(chosen.motif_position), list(chosen.rbp)
    table = f"effects_table_{key}"
    st.dataframe(
        shown,
        hide_index=True,
        height=320,
        key=table,
        on_select=lambda: _take_row(table, places, rbps),
        selection_mode="single-row",
        column_config={
            "effect": st.column_config.NumberColumn(format="%+.3f", help="ln p with the motif less ln p without it"),
            "fold": st.column_config.NumberColumn(format="%.2f", help="How many times as likely the site is with or without the motif"),
        },
    )


def _filter(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    columns = st.columns([3, 3, 3, 2], vertical_alignment="bottom", gap="small")
    models = columns[0].multiselect("Models", sorted(frame.model.unique()), key=f"filter_model_{key}", placeholder="all")
    rbps = columns[1].multiselect("Proteins", sorted(frame.rbp.unique()), key=f"filter_rbp_{key}", placeholder="all")
    words = {f"{kind} {position + 1:,}": (position, kind) for position, kind in _sites(frame)}
    sites = columns[2].multiselect("Splice sites", list(words), key=f"filter_site_{key}", placeholder="all")
    strong = columns[3].toggle("1.5-fold or more", key=f"filter_strong_{key}", value=False)
    keep = pd.Series(True, index=frame.index)
    if models:
        keep &= frame.model.isin(models)
    if rbps:
        keep &= frame.rbp.isin(rbps)
    if sites:
        wanted = {words[word] for word in sites}
        keep &= pd.Series([pair in wanted for pair in zip(frame.site_position, frame.site_kind, strict=True)], index=frame.index)
    if strong:
        keep &= frame.effect.abs() > STRONG_EFFECT
    return frame[keep]


def _sites(frame: pd.DataFrame) -> list[tuple[int, str]]:
    return sorted(set(zip(frame.site_position.tolist(), frame.site_kind.tolist(), strict=True)))


def _take_row(table: str, places: list[int], rbps: list[str]) -> None:
    rows = st.session_state[table]["selection"]["rows"]
    if rows:
        own.choose_base(int(places[rows[0]]))
        state.choose_rbp(str(rbps[rows[0]]))


def show_differences(change: LandscapeChange) -> None:
    """Say what edits changed: a sentence for each site that matters most, then the tables."""
    moved = [site for site in change.sites if abs(site.change) >= LEAST_CHANGE]
    told = sorted((s for s in moved if s.annotated or max(s.before, s.after) > math.log(LEAST_TOLD)), key=_importance)
    if told:
        st.markdown("\n".join(f"- {_sentence(site, change.after)}" for site in told[:_SENTENCES]))
    else:
        st.markdown(f"No splice site that is annotated or likelier than {LEAST_TOLD:.0%} changes by more than {LEAST_CHANGE:.0%}.")
    lost = sum(m.status == "lost" for m in change.motifs)
    gained = sum(m.status == "gained" for m in change.motifs)
    other = len(change.motifs) - lost - gained
    with st.expander(f"All differences: {len(moved)} splice sites; motif sites: {lost} lost, {gained} gained, {other} changed"):
        frame = change.sites_frame()
        frame = frame[frame.change.abs() >= LEAST_CHANGE]
        columns = {
            "ln_p_before": "ln p before",
            "ln_p_after": "ln p after",
            "called_before": "called before",
            "called_after": "called after",
        }
        frame = frame.assign(position=frame.position + 1).rename(columns=columns)
        numbers = {name: st.column_config.NumberColumn(format="%.3f") for name in ("ln p before", "ln p after", "change")}
        st.dataframe(frame, hide_index=True, key="site_changes", column_config=numbers)
        motifs = change.motifs_frame()
        if not motifs.empty:
            motifs = motifs.assign(position=motifs.position + 1)
            motifs.columns = [name.replace("_", " ") for name in motifs.columns]
            st.dataframe(motifs, hide_index=True, key="motif_changes")
        st.caption("Positions are 1-based, counted from the first base of the pre-mRNA.")


def _importance(site: SiteChange) -> tuple[bool, bool, float]:
    return (site.called_before == site.called_after, not site.annotated, -abs(site.change))


def _sentence(site: SiteChange, landscape: Landscape) -> str:
    calls = {(True, False): ", **no longer called**", (False, True): ", **now called**"}
    state_words = calls.get((site.called_before, site.called_after), ", called before and after" if site.called_before else "")
    old, new = (math.exp(value) for value in (site.before, site.after))
    arrow = ":green[:material/arrow_upward:]" if site.change > 0 else ":red[:material/arrow_downward:]"
    sign = f"{site.change:+.2f}".replace("-", "−")
    place = literal(place_words(landscape, site.position), 90)
    return f"{arrow} {site.kind} at {place} under {literal(site.model)}: p {_number(old)} → {_number(new)} (ln p {sign}){state_words}"


def _number(probability: float) -> str:
    return f"{probability:.3f}" if probability >= 0.0095 else f"{probability:.1e}"


def show_seeds(seeds: LandscapeSeeds, *, key: str) -> None:
    """Show mean, range and agreement over seeds, for splice sites and for effects."""
    sites = seeds.sites_frame()
    sites = sites.assign(position=sites.position + 1)
    effects = seeds.effects_frame()
    effects = effects.assign(motif_position=effects.motif_position + 1, site_position=effects.site_position + 1)
    st.markdown(
        f"{seeds.n_seeds} seeds of each motif model, trained alike from other random starts; each with thresholds of its own. "
        "The grey bars in the figure are the ranges of the scores."
    )
    part = st.segmented_control("Show", ["effects", "splice sites"], default="effects", key=f"seed_part_{key}", required=True)
    percent = st.column_config.NumberColumn(format="percent")
    two = st.column_config.NumberColumn(format="%.2f")
    config = dict.fromkeys(("mean", "min", "max", "sd"), two)
    config |= dict.fromkeys(("called_fraction", "site_fraction", "same_sign_fraction", "strong_fraction"), percent)
    frame = (sites if part == "splice sites" else effects.head(MOST_ROWS)).rename(columns=_WORDS)
    st.dataframe(
        frame, hide_index=True, height=320, column_config={_WORDS.get(k, k): v for k, v in config.items()}, key=f"seeds_{part}_{key}"
    )
    st.caption(
        "Effects are ln p with the motif less ln p without it; a motif site that a seed lacks counts as 0. Same sign: seeds whose effect "
        "has the sign of the mean. Strong: seeds in which the site changes 1.5-fold or more."
    )


_WORDS = {
    "rbp": "protein",
    "motif_position": "motif at",
    "site_position": "site at",
    "site_kind": "splice site",
    "called_fraction": "called",
    "site_fraction": "seeds with the site",
    "same_sign_fraction": "same sign",
    "strong_fraction": "strong",
}
