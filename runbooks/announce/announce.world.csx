// The world it is rehearsed in: a site that shows its data file, and everything that people read.
GitRemote("git@github.com:makerepo/sites.git")
    .File("_data/banner_notification.yml", "enabled: false\n")
    .File("Gemfile.lock", "theme (1.0)\n");
Site("makerepo.com")
    .On("198.51.100.10")
    .Page(
        "/",
        200,
        stage => "<title>MakerRepo</title>" + GitFile(stage, "sites", "_data/banner_notification.yml")
    );
Statuspage()
    .Key(Secret("STATUSPAGE_KEY"))
    .Page("MakerRepo", "kctbh9vrtdwd")
    .Component("Website", "8kbf7d35c070");
Slack().Channel("#general").Token(Secret("SLACK_TOKEN"));
Intercom()
    .Token(Secret("INTERCOM_TOKEN"))
    .Admin(394051, "Ops", "ops@makerepo.com")
    .Contact("anna@example.com");
Answers(
    "Post the announcement where people follow us, and link the post",
    by: "ann",
    evidence: "https://social.example/makerepo/1"
);
Answers("Does the maintenance begin?", by: "ann");
Answers("Can everybody use everything again?", by: "ann");
