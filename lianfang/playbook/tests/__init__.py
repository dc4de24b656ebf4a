"""playbook · tests: what a playbook must say, and what is said of one that is wrong."""
