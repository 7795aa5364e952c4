"""Components of the city of Rantakylä, for every city that uses citydesign."""
