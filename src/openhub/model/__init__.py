"""Values: what a record, a finding, a question and a place are; no I/O and no clock."""
