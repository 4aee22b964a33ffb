"""What the admin's templates ask about analyses."""
