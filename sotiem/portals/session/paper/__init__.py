"""Paper that a facility hands out, as PDF: what is drawn is plain values, without database."""
