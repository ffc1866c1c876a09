"""What others take for the same queries over the same passages, one a line in a file.

fzf builds no index and takes letters in order; rapidfuzz is run over everything; tantivy has an index of its own.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import tempfile
import threading
import urllib.request
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Protocol

Found = tuple[float, list[str]]
"""Milliseconds, and the best passages, at most ten."""

_MOST = 10
_PORT = 16_266


class Peer(Protocol):
    """One way to search; `name` says which."""

    name: str

    def search(self, query: str) -> Found:
        """Search once."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


class FzfCold:
    """fzf started for each query, which reads the passages first; until the tenth result has come."""

    def __init__(self, fzf: str, lines: Path, *options: str) -> None:
        self.name = " ".join(["fzf --filter", *options, "(cold)"])
        self._command = [fzf, *options]
        self._lines = lines

    def search(self, query: str) -> Found:
        began = perf_counter()
        with self._lines.open("rb") as lines:
            process = subprocess.Popen([*self._command, f"--filter={query}"], stdin=lines, stdout=subprocess.PIPE)
        assert process.stdout is not None
        found = [line for _, line in zip(range(_MOST), process.stdout, strict=False)]
        ms = 1000 * (perf_counter() - began)
        process.kill()
        process.communicate()
        return ms, [line.decode().rstrip("\n") for line in found]

    def close(self) -> None:
        """Nothing is held."""


class FzfWarm:
    """fzf with all passages in its memory, as one types into it: from the changed query to its finished list."""

    def __init__(self, fzf: str, lines: Path, *options: str) -> None:
        import pty

        self.name = " ".join(["fzf", *options, "(warm)"])
        self._folder = tempfile.TemporaryDirectory()
        told = Path(self._folder.name) / "told"
        os.mkfifo(told)
        self._pid, terminal = pty.fork()
        if self._pid == 0:
            os.dup2(os.open(lines, os.O_RDONLY), 0)
            os.environ.update(TERM="xterm", FZF_DEFAULT_OPTS="")
            os.execv(fzf, [fzf, f"--listen={_PORT}", f"--bind=result:execute-silent(echo {{q}} >{told})", *options])
        threading.Thread(target=_drain, args=(terminal,), daemon=True).start()
        self._told = os.fdopen(os.open(told, os.O_RDWR), "rb", buffering=0)
        self._rest = b""
        self._wait_for("")
        while self._state()["reading"]:
            self._wait_for("")

    def search(self, query: str) -> Found:
        began = perf_counter()
        self._ask(f"change-query({query})".encode())
        self._wait_for(query)
        ms = 1000 * (perf_counter() - began)
        state = self._state()
        self._ask(b"change-query()")
        self._wait_for("")
        return ms, [match["text"] for match in state["matches"]]

    def close(self) -> None:
        with suppress(OSError):
            self._ask(b"abort")
        os.waitpid(self._pid, 0)
        self._folder.cleanup()

    def _wait_for(self, query: str) -> None:
        while True:
            *whole, self._rest = (self._rest + self._told.read(4096)).split(b"\n")
            if query.encode() in whole:
                return

    def _state(self) -> dict:
        return json.loads(self._ask(None))

    def _ask(self, data: bytes | None) -> bytes:
        question = "" if data else f"?limit={_MOST}"
        with urllib.request.urlopen(f"http://localhost:{_PORT}/{question}", data) as answer:
            return answer.read()


class Rapidfuzz:
    """rapidfuzz's partial_ratio over every passage."""

    name = "rapidfuzz partial_ratio over everything"

    def __init__(self, lines: Path) -> None:
        self._passages = lines.read_text(encoding="utf-8").splitlines()
        self._folded = [passage.lower() for passage in self._passages]

    def search(self, query: str) -> Found:
        from rapidfuzz import fuzz, process

        began = perf_counter()
        found = process.extract(query, self._folded, scorer=fuzz.partial_ratio, limit=_MOST)
        return 1000 * (perf_counter() - began), [self._passages[number] for _, _, number in found]

    def close(self) -> None:
        """Nothing is held."""


class Tantivy:
    """tantivy with fuzzy terms: one error in short words, two in long ones, any of the words, the best first."""

    name = "tantivy, fuzzy terms"

    def __init__(self, lines: Path) -> None:
        import tantivy

        self._folder = tempfile.TemporaryDirectory()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=self._folder.name)
        began = perf_counter()
        writer = self._index.writer(300_000_000, 2)
        with lines.open(encoding="utf-8") as file:
            for line in file:
                writer.add_document(tantivy.Document(text=line.rstrip("\n")))
        writer.commit()
        writer.wait_merging_threads()
        self.built = perf_counter() - began
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, query: str) -> Found:
        from tantivy import Occur, Query

        began = perf_counter()
        parts = []
        words = re.findall(r"\w+", query.lower())
        for at, word in enumerate(words):
            edits = 0 if len(word) < 3 else 1 if len(word) < 6 else 2
            parts.append((Occur.Should, Query.term_query(self._schema, "text", word)))
            fuzzy = Query.fuzzy_term_query(self._schema, "text", word, edits, True, at == len(words) - 1)
            parts.append((Occur.Should, fuzzy))
        hits = self._searcher.search(Query.boolean_query(parts), _MOST).hits
        found = [self._searcher.doc(address)["text"][0] for _, address in hits]
        return 1000 * (perf_counter() - began), found

    def close(self) -> None:
        self._folder.cleanup()


def peers(lines: Path, fzf: str | None) -> list:
    """Return what makes each peer that is here."""
    makers = []
    if fzf:
        makers += [
            lambda: FzfWarm(fzf, lines),
            lambda: FzfWarm(fzf, lines, "--algo=v1"),
            lambda: FzfCold(fzf, lines),
        ]
    makers.append(lambda: Rapidfuzz(lines))
    if importlib.util.find_spec("tantivy"):
        makers.append(lambda: Tantivy(lines))
    return makers


def _drain(terminal: int) -> None:
    with suppress(OSError):
        while os.read(terminal, 65_536):
            pass
