"""The checks of a running publisher, one file each: a file takes part by being here, and its name is the code."""
