"""campaigns · team161: Team 161 of the Xinjiang Coal Geology Bureau, Ürümqi, 2020-07-16 to 2020-09-03."""
