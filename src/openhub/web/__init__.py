"""The public face of a hub: pages for residents, an API and a feed for machines."""
