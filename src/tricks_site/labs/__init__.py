"""Labs: notebooks under `docs/labs/`, run once for all languages, and what readers download."""
