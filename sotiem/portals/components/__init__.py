"""The one design language: page frame, components, formats, and what people read when refused."""
