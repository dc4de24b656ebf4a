"""alerts · kinds: the verbs that they ask for."""

SEE, ACT, CHANNELS = "alerts.see", "alerts.act", "alerts.channels"
