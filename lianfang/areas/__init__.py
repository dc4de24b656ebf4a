"""areas: the areas of work; each stands on the ground, the shell and the kernel, and none knows another."""
