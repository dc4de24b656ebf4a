"""campaigns · team161.plan.tests: the plan says what the article says, and is the same for the same seed."""
