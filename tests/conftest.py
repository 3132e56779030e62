"""For all tests: generated examples are the same in each run, however slow the machine is."""

from hypothesis import settings

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")
# `make fuzz`: other examples each time, and twenty times as many.
settings.register_profile("fuzz", deadline=None, max_examples=2_000, print_blob=True)
