"""campaigns: replays of a campaign, through the actions and through nothing else."""
