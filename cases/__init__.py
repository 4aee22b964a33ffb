"""The record: patients, lesions, cases, pictures, reviews. All pages and the API."""
