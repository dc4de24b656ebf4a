"""tests · house: contracts that hold for the whole house."""
