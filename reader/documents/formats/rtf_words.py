"""The marks of RTF that stand for characters, part paragraphs, or begin what is no text; its sets of characters."""

from __future__ import annotations

from reader.documents.formats.flow import CELL_GAP
from reader.documents.structure.phrases import phrases

SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "softline": " ", "column": " ",
    "lbr": "\n", "nestcell": CELL_GAP,
}  # fmt: skip
ESCAPED = {"\\\\": "\\", "\\{": "{", "\\}": "}", "\\~": " ", "\\_": "-"}
PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "nestrow"})
NOT_TEXT = phrases("""
    colortbl | pict | header | headerl | headerr | headerf | footer | footerl | footerr | footerf | fldinst |
    shprslt | nonshppict | sn | sv | xe | tc | txe | rxe | objdata | objclass | objname | revtbl | listtable |
    listoverridetable | rsidtbl | generator | bkmkstart | bkmkend | annotation | atnid | atnauthor | ftnsep |
    ftnsepc | ftncn | aftnsep | aftnsepc | aftncn | nonesttables | keywords | doccomm | subject | operator |
    manager | company | category | comment | filetbl | mmathPr | tcf | wgrffmtfilter
""")
# Marked as ignorable, and yet text of the document or a part that says something of it.
READ_ANYWAY = frozenset(
    {"shpinst", "shptxt", "footnote", "pntext", "listtext", "shppict", "cs", "ds", "fonttbl", "stylesheet"}
)
CODE_PAGES = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
SETS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
SYMBOLS = 2
