"""What is Swedish about the data: numbers, dates, codes, identities and masks."""
