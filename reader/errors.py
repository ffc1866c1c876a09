"""The errors that reach a user: each message says what is wrong, where, and what to do."""


class ReaderError(Exception):
    """Something that the user can mend; its text is shown as it is, never with a traceback."""


class NotFoundError(ReaderError):
    """A document, paragraph, theme or tag that was named but isn't there."""


class SettingsError(ReaderError):
    """A settings file that can't be used; the text names file, line and key."""


class StoreError(ReaderError):
    """The library's own files can't be read or written; the text names the file."""


class UndoRefusedError(StoreError):
    """A step that can't be taken back, as a rule since what it changed has changed again; it may be passed over."""


class QueryError(ReaderError):
    """A query that can't be understood; `position` is the offset of the offending character."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (character {position + 1})")
        self.position = position
