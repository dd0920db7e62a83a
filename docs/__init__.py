"""What is written about OpenHub, and the programs that write parts of it."""
