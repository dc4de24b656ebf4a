"""tests · upgrades: installations as earlier versions left them, brought to this one by `init` alone."""
