"""Pictures drawn for the tests, with faces and letters that the networks find as in a photograph."""
