# The same commands as `python3 dev.py`, for those whose fingers type make.
PYTHON ?= python3

.PHONY: run test prove lint format lock

run test prove lint format lock:
	@$(PYTHON) dev.py $@
