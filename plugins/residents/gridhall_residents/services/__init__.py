"""What the plugin does for pages, API and commands: plain functions, scope first, no commit."""
