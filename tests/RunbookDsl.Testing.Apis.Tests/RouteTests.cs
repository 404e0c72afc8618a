namespace RunbookDsl.Testing.Apis.Tests;

internal sealed class RouteTests
{
    [TestCase("/apps/{app}", "/apps/shop", "app=shop")]
    [TestCase("/apps/{app}", "/apps/shop/dynos", null)]
    [TestCase("/apps/{app}/dynos", "/apps/shop", null)]
    [TestCase("/{bucket}/{key*}", "/b/a/b.txt", "bucket=b key=a/b.txt")]
    [TestCase("/{bucket}/{key*}", "/b", "bucket=b key=")]
    public void Match_Path_GivesTheValues(string pattern, string path, string? values)
    {
        var route = new ApiRoute("GET", pattern, "x", false, _ => ApiAnswer.Empty(200)) { Evidence = 'K' };
        var found = route.Match(path);
        Assert.That(
            found is null ? null : string.Join(' ', found.Select(v => $"{v.Key}={v.Value}")),
            Is.EqualTo(values)
        );
    }
}
