"""What the templates take: frozen values and pure functions. A component is shown with `{% show value %}`."""
