"""The sums: tables in, tables out."""
