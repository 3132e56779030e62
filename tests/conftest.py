"""For all tests: generated examples are the same in each run, however slow the machine is."""

from hypothesis import settings

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")
