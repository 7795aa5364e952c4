"""What is free and what is booked: pure values and functions, without words."""
