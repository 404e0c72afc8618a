// The world it is rehearsed in: an application with a maintenance mode, its host, and the status page.
Site("makerepo.com")
    .On("198.51.100.10")
    .Page("/", 200, "<title>MakerRepo</title>")
    .Switch("/admin/maintenance", Secret("APP_TOKEN"));
Host("web-1")
    .Address("198.51.100.10")
    .User("deploy")
    .Folder("/var/backups/makerepo", owner: "deploy")
    .File(
        "/srv/deploy/backup.sh",
        "#!/bin/sh\necho dump > /var/backups/makerepo/latest.dump\n",
        "755",
        "deploy"
    )
    .Unit("makerepo");
Statuspage()
    .Key(Secret("STATUSPAGE_KEY"))
    .Page("MakerRepo", "kctbh9vrtdwd")
    .Component("Website", "8kbf7d35c070");

Answers("Window agreed", by: "bob");
Answers(
    "Look at the status page and at the banner without being signed in, and link what you saw",
    by: "ann",
    evidence: "https://status.makerepo.com"
);
Answers(
    "Freeze deployments and schema changes; link the setting",
    by: "ann",
    evidence: "https://ci.makerepo.com"
);
Answers("Take an image of the host's disk; link it", by: "ann", evidence: "https://images.makerepo.com/1");
Answers("Begin? From here on users are affected", by: "ann");
Answers(
    "Log in past the page, read, write and clean up. Say what you saw.",
    by: "ann",
    evidence: "project 12"
);
Answers("Open? Users get in again", by: "ann");
Answers(
    "Let deployments and schema changes go on; link the setting",
    by: "ann",
    evidence: "https://ci.makerepo.com"
);
