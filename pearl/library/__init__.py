"""The curated library: what Pearl may say, where it comes from, and how it is kept."""
