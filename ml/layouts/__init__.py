"""The shapes in which the public data sets are downloaded, recognised by what is inside."""
