"""What the exhibition claims about itself, measured beside its peers in the same run."""
