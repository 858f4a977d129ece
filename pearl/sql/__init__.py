"""The stores in SQL: SQLite by default, PostgreSQL by its address."""
