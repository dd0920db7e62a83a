"""The one door for outgoing HTTP: checked addresses, limits and deadlines."""
