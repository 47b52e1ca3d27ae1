"""FailingLines -> what is to stand in their place, where that needs no model."""
