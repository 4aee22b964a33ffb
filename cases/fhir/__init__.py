"""A case in the words of FHIR R4 (4.0.1), as a bundle of type "collection"."""
