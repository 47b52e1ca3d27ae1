"""Editors of one script: its text, its environment, its runs."""
