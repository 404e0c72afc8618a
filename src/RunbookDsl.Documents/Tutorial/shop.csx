Runbook("Restart the shop").Purpose("The new settings are read").Owner("platform").Locks("site:shop.example");

var web = Ssh.Host("web-1");
var answers = Http.Get("http://shop.example/").Contains("Shop");

// ## Before

Step("Tell the support team")
    .Manual("Tell the support team that the shop will be away for a minute")
    .Evidence();
Step("Look whether the shop answers").Run(answers);

// ## The restart

var worker = Step("Stop the worker").Run(Temporarily(web.Unit("shop-worker").Stop()));
Step("Restart the shop").Run(web.Unit("shop").Restart()).Verify(answers, within: 1.Minutes);
Step("Start the worker").Run(PutBack(worker));

// ## After

Step("Tell the support team that it is done").Manual("Tell the support team that it is done").Evidence();
