"""Response curves: where a protein binds, base by base, over sequence and structure."""

from rbpviz.ui import empty, inputs, response_view, shell

shell.page_setup(
    "Where does it bind?", "Response of the sequence network (CNN) and of the structure network (graph) at each base of an RNA."
)

loaded = inputs.show_strip("response")
if loaded is None:
    empty.show_response_empty()
else:
    response_view.show_response(loaded)
