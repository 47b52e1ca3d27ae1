"""Source -> the same without a usual slip; each as it was where nothing is certain."""
