"""Finding what somebody said from a rough memory of it: the index, the query language, the ranking.

`index.Index` holds the entries and answers a query; `query.parse` takes a query apart; `fold` compares text without
case, accents and typographic variants; `choose` ranks short names; `corpus` says what of a library can be searched.
"""
