"""Search: Pagefind's index of the built site, one per language, with help for Ukrainian."""
