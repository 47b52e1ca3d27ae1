"""What a sentence of the task names, and a script does not: each kind in its own module."""
