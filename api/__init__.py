"""What the exhibition gives to programs: tables, downloads, map layers, catalogue, releases. Read only."""
