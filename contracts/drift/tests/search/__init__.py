"""A search for verdicts that are too mild: random pairs of schemas, judged by values that the engine never saw."""
