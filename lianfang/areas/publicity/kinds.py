"""publicity · kinds: their verbs."""

# To see what is told; to write and mend one's own; to review; to sign off and withdraw; to put up and take down with
# proof; to follow rumours and tips, with the personal data of whoever told them.
SEE, WRITE, REVIEW = "publicity.see", "publicity.write", "publicity.review"
SIGN, POST, FOLLOW = "publicity.sign", "publicity.post", "publicity.follow"
