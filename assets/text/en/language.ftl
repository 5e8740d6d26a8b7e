# The language itself.

# Its name, in itself, and a short one for a button.
language-name = English
language-short = EN

language-switch = Switch to { $name }
