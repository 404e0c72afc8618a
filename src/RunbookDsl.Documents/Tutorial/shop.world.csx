Host("web-1").User("deploy").Unit("shop").Unit("shop-worker");
Site("shop.example").On("203.0.113.7").Page("/", 200, "<title>Shop</title>");
Answers("Tell the support team that the shop will be away for a minute", by: "ann", evidence: "message 4711");
Answers("Tell the support team that it is done", by: "ann", evidence: "message 4712");
