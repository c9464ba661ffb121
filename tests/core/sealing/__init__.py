"""A small app of the test suite: rows sealed under keys of persons, with history."""
