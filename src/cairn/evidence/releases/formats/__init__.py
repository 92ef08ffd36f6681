"""What the files of a release look like: data for programs and for people, and the descriptions that go with them."""
