"""Everything that goes out: reports, tables, JSON, citations."""
