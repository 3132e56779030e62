"""Messages, their catalogs, and what a translation must not do."""
