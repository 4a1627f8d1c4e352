"""The dashboard in a real browser: what it fetches, how soon it is drawn, how it scrolls."""
