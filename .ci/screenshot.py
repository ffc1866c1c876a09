"""Takes the README's screenshot from the app itself, on the samples: `python .ci/screenshot.py`."""

import asyncio
import os
import tempfile
from pathlib import Path

PICTURE = Path(__file__).parent.parent / ".github" / "screenshot.svg"
KEYS = "escape j j j j 2 3 j 1 j 3 j V right_parenthesis 2 j 4 k k"


async def take() -> None:
    from reader import settings
    from reader.app.app import ReaderApp
    from reader.app.launch import copy_samples
    from reader.workspace import Workspace

    app = ReaderApp(Workspace(copy_samples().resolve(), "bar"), settings.Settings())
    async with app.run_test(size=(140, 38)) as pilot:
        await pilot.pause(1)
        for key in KEYS.split():
            await pilot.press(key)
        await pilot.pause(1)
        PICTURE.write_text(app.export_screenshot(title="Reader"), encoding="utf-8")


with tempfile.TemporaryDirectory() as home:
    os.environ["READER_HOME"] = home
    asyncio.run(take())
