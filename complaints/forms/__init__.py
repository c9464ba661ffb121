"""Forms of complaints handling: the portal's one topic a page, and the staff's."""
