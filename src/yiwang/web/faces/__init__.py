"""The faces of the shell: what surrounds a page for the public and for officials, and the public's own pages."""
