"""Import name -> distribution -> allowed or refused -> environment."""
