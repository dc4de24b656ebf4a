"""bench: the benchmarks, each beside its baseline in the same run (`make bench`).

A figure of one machine says nothing on another; a ratio to a baseline taken in the same minutes does. Each line of
the output is one JSON object: name, value, unit, baseline, ratio, target, holds.
"""
