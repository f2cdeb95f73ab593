"""What is handed to people outside: programs that import nothing of ours."""
