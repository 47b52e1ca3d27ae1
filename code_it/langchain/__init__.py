"""Adapters for LangChain; the only part of code_it that imports it."""

from __future__ import annotations

try:
    import langchain_core  # noqa: F401
except ImportError as error:
    raise ImportError(
        "code_it.langchain needs LangChain, which is not installed: "
        "pip install langchain langchain-classic"
    ) from error
