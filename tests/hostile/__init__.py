"""What hostile servers and hosts do, done to the door and to a harvest."""
