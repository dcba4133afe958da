"""Harnesses for coverage-guided fuzzing with atheris; `python -m tests.fuzz NAME -max_total_time=60` runs one."""
