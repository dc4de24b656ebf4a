"""tracing · card: what the authorities announced, and that somebody looked.

Purpose: a case is only what an official notice says; that there is none is only said after the day's look at the
  official channel. The city's course is shown as published, with its gaps.
Owns: `tracing.channel_check`, `tracing.official_notice`, `tracing.official_figures`; the tables `tracing_*`; the
  indicators H5–H7.
Answers: was the channel checked today, what did it say of our people, how does the city's curve run.
Hears: nothing.
Never: announces a case, names a person, or fills a day on which nothing was published.
"""
