"""What is handed to a first responder: the form in its order, checked before anybody else reads it."""
