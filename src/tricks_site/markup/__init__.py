"""The Markdown dialect of the pages, as Python-Markdown extensions that know nothing of MkDocs."""
