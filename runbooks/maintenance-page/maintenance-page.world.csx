// The world it is rehearsed in: two hosts whose nginx looks for the page, and a cap that does what the gem
// does, which is to upload a file by ssh.
const string Page = "/srv/makerepo/shared/public/system/maintenance.html";
var site = Site("makerepo.com");
foreach (var (host, address) in new[] { ("web-1", "198.51.100.10"), ("web-2", "198.51.100.11") })
{
    Host(host).Address(address).User("deploy").Folder("/srv/makerepo/shared/public/system", owner: "deploy");
    site.On(address).Page("/", 200, "<title>MakerRepo</title>").ClosedWhile(host, Page);
}

Program(
    "cap",
    $"""
    for word; do
        case $word in
            REASON=*) reason=$(printf '%s' "$word" | cut -c8-) ;;
            UNTIL=*) until=$(printf '%s' "$word" | cut -c7-) ;;
        esac
    done
    for host in web-1 web-2; do
        case $2 in
            maintenance:enable)
                printf '<h1>%s</h1><p>Back at %s</p>' "$reason" "$until" |
                    ssh "deploy@$host" "cat > {Page}" ;;
            maintenance:disable) ssh "deploy@$host" "rm -f {Page}" ;;
        esac || exit 1
    done
    """
);

Answers(
    "Disable the pipeline to production: a deployment would take the page away. Link the setting.",
    by: "ann",
    evidence: "https://ci.makerepo.com/settings"
);
Answers("Is the work done, and was it looked at? The page goes off", by: "ann");
Answers(
    "Enable the pipeline to production again. Link the setting.",
    by: "ann",
    evidence: "https://ci.makerepo.com/settings"
);
