"""The same list and the same POST as Django REST Framework's own tutorial would have them."""
