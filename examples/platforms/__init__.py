"""Ten example platforms: invented, but true to the real ones in spirit."""
