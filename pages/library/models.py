"""Models: what is shipped, how good it is, and everything known about each."""

from rbpviz.ui import card_panel, shell

shell.page_setup("How good are the models?", "Every number of this app comes from one of these models; each has a card.")

card = card_panel.show_models()
if card is not None:
    card_panel.show_card(card)
card_panel.show_splicing()
