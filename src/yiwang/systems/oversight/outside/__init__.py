"""Outside 外部系统: departments' own approval systems send every step they take, so that it is timed and supervised like our own; each day is reconciled."""
