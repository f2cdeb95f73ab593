"""The same doors for programs: addresses, schemas and refusals out of the declarations the screens are made from."""
