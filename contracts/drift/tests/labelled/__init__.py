"""The source of the benchmark's pairs; `python -m contracts.drift.tests.labelled` writes them.

`scalars`, `models` and `operations` have changes that FastAPI and Pydantic users make; `schemas`, `query` and
`documents` are written by hand. Each change names the value that shows it. `rows` makes documents from the changes, and
`truth` derives each label from accepted values: `judging` uses the jsonschema library, `applications` uses FastAPI, and
`samples` has values to search for a break if none is named. The engine is not used.
"""
