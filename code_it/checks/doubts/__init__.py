"""What looks wrong in a script that ran, and is no proof of a mistake."""
