from hypothesis import settings

# A slow machine is no error: no test here has a time limit of its own.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
