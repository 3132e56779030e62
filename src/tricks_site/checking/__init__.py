"""What `make check` says about each translation: a file is one kind of mistake.

Nothing here understands a language. What is compared are the traces of meaning that any faithful
translation keeps: numbers, negations, directions, terms, sentences, the length. The words that
leave those traces are data, in `translations/checks/`.
"""
