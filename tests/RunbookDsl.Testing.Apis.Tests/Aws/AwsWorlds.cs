namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>Accounts that several tests begin with.</summary>
internal static class AwsWorlds
{
    public const string One = "i-0aaaaaaaaaaaaaaa1";
    public const string Two = "i-0aaaaaaaaaaaaaaa2";
    public const string Db = "i-0ddddddddddddddd1";
    public const string Arn =
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/00000000000000ff";

    /// <summary>Two web servers in a group and behind load balancers, a database, a bucket.</summary>
    public static void Shop(AwsBuilder aws)
    {
        aws.Instance(One, "web-1").PublicAddress();
        aws.Instance(Two, "web-2");
        aws.Instance(Db, "db").ElasticAddress("203.0.113.10").Data("the database").Protected();
        aws.TargetGroup("web").Targets(One, Two).Id("00000000000000ff");
        aws.LoadBalancer("classic").Targets(One, Two);
        aws.Group("web-asg").Size(1, 2, 4).Members(One, Two).TargetGroups("web").LoadBalancers("classic");
        aws.Bucket("assets").Public("fonts/a.woff2", "a font");
        aws.Bucket("other").Cors("https://*.example.com", "GET");
    }
}
