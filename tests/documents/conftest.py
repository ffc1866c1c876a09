"""Makes the helpers of this folder importable for the tests in the folders below it."""


def pytest_make_parametrize_id(config, val, argname):
    """Name a case by its place and not by its bytes: a ZIP archive has the time in it."""
    return argname if isinstance(val, bytes) else None
