"""The app's own parts: session state, caches, input boxes, panels. Besides `app.py` and the pages, the only code that knows Streamlit.

What computes belongs in `workflows`, what draws figures in `plots`, what writes files in `export`.
"""
