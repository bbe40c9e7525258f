"""What people take away: slides, paper, pictures and sheets, made from the same rows as the screens."""
