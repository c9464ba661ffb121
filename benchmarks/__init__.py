"""Benchmarks: ratios within one run, so that they hold on any machine. `make bench`, or `python -m benchmarks NAME`."""
