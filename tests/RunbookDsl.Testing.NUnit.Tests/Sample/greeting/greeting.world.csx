// What greeting.csx is rehearsed in.

Answers("Is everybody ready?");
