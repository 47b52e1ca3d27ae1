"""Programs for whoever develops code_it; none of them is installed with it."""
