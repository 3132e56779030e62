"""Snippets: the programs on the pages, run when the site is built.

`find` reads them from a page, `run` runs what is new and checks it all, `accept` writes what they
print back to the page. Their figures are drawn by `figure_backend` and made fit for a page by
`svg`.
"""
