"""The benchmarks: what each layer of the blog costs, how that grows with the rows, and what its settings change.

They compare within one run, by ratio: a machine is never as fast as it was a minute ago.
"""
