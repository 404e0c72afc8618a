namespace RunbookDsl.Testing.Apis;

/// <summary>Says what a bucket is like.</summary>
public sealed class BucketBuilder
{
    private readonly AwsBuilder _aws;
    private readonly int _index;

    internal BucketBuilder(AwsBuilder aws, int index) => (_aws, _index) = (aws, index);

    /// <summary>A rule: pages of this origin may ask with these methods.</summary>
    /// <param name="origin"><c>https://example.com</c>; one <c>*</c> stands for anything.</param>
    /// <param name="methods">GET, PUT, POST, DELETE, HEAD.</param>
    public BucketBuilder Cors(string origin, params string[] methods) =>
        Change(b => b with { Cors = b.Cors.Add(new([origin], [.. methods], [], [], null, null)) });

    /// <summary>
    /// Something in it that everybody may read, such as a font whose headers a runbook looks at.
    /// </summary>
    public BucketBuilder Public(string key, string content) =>
        Change(b => b with { Objects = b.Objects.SetItem(key, content) });

    private BucketBuilder Change(Func<BucketSpec, BucketSpec> change)
    {
        _aws.Change(s => s with { Buckets = s.Buckets.SetItem(_index, change(s.Buckets[_index])) });
        return this;
    }
}
