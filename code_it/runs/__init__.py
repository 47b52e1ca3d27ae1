"""The run record: what happened in a run, kept in a folder under `.code_it/runs/`."""
