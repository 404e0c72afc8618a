namespace RunbookDsl.Testing.Apis;

/// <summary>One of the services, with its way of speaking.</summary>
/// <param name="Name">Short name in operations and logs.</param>
/// <param name="Scope">Name in the credential scope.</param>
/// <param name="Version">Value of the parameter Version; empty for S3.</param>
/// <param name="Space">Name space of its answers.</param>
internal sealed record AwsService(string Name, string Scope, string Version, string Space)
{
    private const string Doc = "amazonaws.com/doc";

    public static readonly AwsService AutoScaling = new(
        "autoscaling",
        "autoscaling",
        "2011-01-01",
        $"http://autoscaling.{Doc}/2011-01-01/"
    );

    public static readonly AwsService Ec2 = new("ec2", "ec2", "2016-11-15", $"http://ec2.{Doc}/2016-11-15/");

    public static readonly AwsService Elb = new(
        "elb",
        "elasticloadbalancing",
        "2012-06-01",
        $"http://elasticloadbalancing.{Doc}/2012-06-01/"
    );

    public static readonly AwsService ElbV2 = new(
        "elbv2",
        "elasticloadbalancing",
        "2015-12-01",
        $"http://elasticloadbalancing.{Doc}/2015-12-01/"
    );

    public static readonly AwsService S3 = new("s3", "s3", "", "http://s3.amazonaws.com/doc/2006-03-01/");

    public static readonly AwsService Sts = new(
        "sts",
        "sts",
        "2011-06-15",
        "https://sts.amazonaws.com/doc/2011-06-15/"
    );

    public static readonly IReadOnlyList<AwsService> All = [AutoScaling, Ec2, Elb, ElbV2, S3, Sts];
}
