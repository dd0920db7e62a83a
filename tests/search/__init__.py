"""What residents ask, with answers judged by people, and how well a hub answers: `python -m tests.search` prints it."""
