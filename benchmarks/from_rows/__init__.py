"""The reports as they are, from totals, against the same reports from the rows, in one process."""
