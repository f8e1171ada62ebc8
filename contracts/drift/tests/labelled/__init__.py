"""Where the pairs of the benchmark come from; `python -m contracts.drift.tests.labelled` writes them.

`scalars`, `models` and `operations` are what FastAPI and Pydantic users change; `schemas`, `query` and `documents` are
written by hand. Each change names the value that shows it. `rows` makes documents of them, and `truth` looks each label
up in what is accepted: `judging` asks the jsonschema library, `applications` asks FastAPI, and `samples` has the values
with which a break is searched for where none is named. The engine is not asked.
"""
