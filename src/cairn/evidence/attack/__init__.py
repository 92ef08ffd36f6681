"""The builder plays the intruder, with everything ever published, before anything is published.

A figure is a statement about a region: exact, between two bounds, or hidden. `system` turns statements into equations,
`prover` asks the solver, `intervals` finds what can be proved of whom, `explain` says which figures prove it.
"""
