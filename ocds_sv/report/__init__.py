"""Renderings of a check's report: each reads the report's JSON and nothing else."""
