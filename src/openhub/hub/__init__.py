"""What a hub does with items: accepts them, finds them, and tells other hubs what changed."""
