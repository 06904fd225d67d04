"""What the platform does: plain functions, scope first. One module or package a subject."""
