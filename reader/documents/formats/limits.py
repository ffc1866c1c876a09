"""How much of a file is read, in one place: past these the file is no writing, but an accident or an attack."""

MEGABYTE = 1 << 20

MEMBER_BYTES = 32 * MEGABYTE
"""One unpacked part of an archive: the text of a book of 2,000 pages with all its markup has about 20 MB."""

UNPACKED_BYTES = 96 * MEGABYTE
"""All the parts of one archive that are read; what isn't read, such as pictures, isn't unpacked."""

PACKED_RATIO = 200
"""How many times smaller than its content a part may be; real markup is packed to a tenth, rarely a fiftieth."""

RATIO_FREE_BYTES = 16 * MEGABYTE
"""A part that unpacks to no more than this may be packed as tightly as it likes: empty tables pack very well."""

DIRECTORY_BYTES = 2 * MEGABYTE
"""An archive's list of parts: 10,000 of them with names of 100 letters take 1.5 MB."""

CHAPTERS = 10_000
"""The chapters of an EPUB: the longest real ones have a thousand."""

ELEMENTS = 3_000_000
"""Elements in one part of XML: a Word document of 1,000 pages has a million."""

DEPTH = 2_000
"""Elements of XML within each other: writing has twenty, and with tables within tables a hundred."""

ENTITY_LENGTH = 16
"""An entity that a document declares itself stands for a character or two, as in ParlParse; more is an attack."""

BLOCKS = 120_000
"""Paragraphs of one document: the Bible has 31,000 verses."""

LINES = 200_000
"""Lines of plain text: a book of 2,000 pages has 100,000, and each takes some 20 µs to be put where it belongs."""

LINES_AT_ONCE = 20_000
"""So many lines of plain text are read while somebody waits."""

TEXT_LENGTH = 32 * MEGABYTE
"""Characters of one document: all seven volumes of Proust have 8 million."""

SPACES = 100
"""Spaces that one element of an ODT stands for; more are an attack, not typesetting, and are cut to this."""

REPEATS = 100
"""How often one row or cell of a table is repeated: spreadsheets repeat the empty ones a million times."""

CELLS = 200
"""Cells of one table row."""

HTML_BYTES = 24 * MEGABYTE
"""An HTML page: the parser needs twenty times its size in memory."""

HTML_NODES = 2_000_000
"""Elements and texts of an HTML page: the parser needs 170 bytes for each. Wikipedia's longest have 200,000."""

HTML_WORK = 150_000_000
"""Steps up the tree that the parser of HTML may need: a tag costs as many as it is deep. Real pages need a million."""

HTML_COMPARISONS = 50_000_000
"""Comparisons of attributes that the parser of HTML makes: as many as one tag of 10,000 takes, or 5,000 of 140."""

HTML_NAMES = 2_000
"""Different names of tags: HTML has 140, and the parser slows down with each that it doesn't know."""

MARKDOWN_CELLS = 50_000
"""Strokes between the cells of tables in a Markdown text: each cell is parsed as a text of its own."""

CUES = 150_000
"""Cues of subtitles: a film has 2,000, and captions of a whole day 40,000."""

LINES_OF_CUE = 5
"""Lines that a cue takes, with its number, its time and the gap to the next."""

MARKDOWN_LINES = 60_000
"""Lines of Markdown; a longer text is read as plain text, since the parser needs 50 µs for a line."""

RTF_TOKENS = 2_000_000
"""Marks and pieces of text in an RTF file: a book of 1,000 pages has a million."""

RTF_GROUPS = 2_000
"""Groups of RTF within each other: writers go to ten or twenty."""
