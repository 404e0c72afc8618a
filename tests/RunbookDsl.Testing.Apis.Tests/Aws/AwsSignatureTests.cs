using System.Xml.Linq;
using static RunbookDsl.Testing.Apis.Tests.Aws.AwsWorlds;

namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>What each service tells somebody who signs wrongly.</summary>
internal sealed class AwsSignatureTests
{
    private static readonly AwsService[] Services = [AwsService.Sts, AwsService.Ec2, AwsService.S3];

    [Test]
    public async Task UnknownKey_EachService_SaysItInItsOwnForm() =>
        Assert.That(
            await Errors(
                (rig, request, scope) => rig.Sign(request, scope, rig.Keys with { KeyId = "AKIAOTHER" })
            ),
            Is.EqualTo(
                new[]
                {
                    "403 ErrorResponse InvalidClientTokenId: The security token included in the request is invalid.",
                    "401 Response AuthFailure: AWS was not able to validate the provided access credentials",
                    "403 Error InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.",
                }
            )
        );

    [Test]
    public async Task WrongSecret_EachService_SaysItInItsOwnForm()
    {
        const string Differs =
            "SignatureDoesNotMatch: The request signature we calculated does not match the signature you "
            + "provided. Check your AWS Secret Access Key and signing method. Consult the service "
            + "documentation for details.";
        Assert.That(
            await Errors(
                (rig, request, scope) => rig.Sign(request, scope, rig.Keys with { Secret = "other" })
            ),
            Is.EqualTo(
                new[]
                {
                    $"403 ErrorResponse {Differs}",
                    "401 Response AuthFailure: AWS was not able to validate the provided access credentials",
                    $"403 Error {Differs}",
                }
            )
        );
    }

    [Test]
    public async Task NoSignature_EachService_SaysItInItsOwnForm() =>
        Assert.That(
            await Errors((_, request, _) => request),
            Is.EqualTo(
                new[]
                {
                    "403 ErrorResponse MissingAuthenticationToken: Request is missing Authentication Token",
                    "403 Response MissingAuthenticationToken: Request is missing Authentication Token",
                    "403 Error AccessDenied: Access Denied",
                }
            )
        );

    [Test]
    public async Task AnotherRegion_EachService_NamesBoth()
    {
        const string Text =
            "Credential should be scoped to a valid region: 'eu-west-1' was given, this is 'us-east-1'";
        Assert.That(
            await Errors(
                (rig, request, scope) =>
                {
                    rig.SignedRegion = "eu-west-1";
                    return rig.Sign(request, scope);
                }
            ),
            Is.EqualTo(
                new[]
                {
                    $"403 ErrorResponse SignatureDoesNotMatch: {Text}",
                    $"401 Response AuthFailure: {Text}",
                    $"400 Error AuthorizationHeaderMalformed: {Text}",
                }
            )
        );
    }

    [TestCase(false, 3_000_000, new string[0])]
    [TestCase(true, 299, new string[0])]
    [TestCase(
        true,
        301,
        new[]
        {
            "403 ErrorResponse SignatureDoesNotMatch: Signature expired or not yet current: 20261205T060501Z",
            "400 Response RequestExpired: Request has expired.",
        }
    )]
    [TestCase(
        true,
        901,
        new[]
        {
            "403 ErrorResponse SignatureDoesNotMatch: Signature expired or not yet current: 20261205T061501Z",
            "400 Response RequestExpired: Request has expired.",
            "403 Error RequestTimeTooSkewed: The difference between the request time and the current time is too large.",
        }
    )]
    public async Task Clock_ComparedOnlyWhereItIsAskedFor(bool isChecked, int off, string[] errors) =>
        Assert.That(
            await Errors(
                (rig, request, scope) =>
                {
                    rig.SignsAt = rig.Stage.Clock.GetUtcNow().AddSeconds(off);
                    return rig.Sign(request, scope);
                },
                aws => _ = isChecked ? aws.ChecksClock() : aws
            ),
            Is.EqualTo(errors)
        );

    [Test]
    public async Task Body_ChangedOnTheWay_IsRefused()
    {
        await using var rig = await AwsRig.StartAsync(Shop);
        var form = rig.Form(AwsService.Ec2, $"Action=StopInstances&InstanceId.1={Db}");
        form.Body[^1] ^= 1;
        Assert.That((await rig.SendAsync(form))!.Status, Is.EqualTo(401));
        var put = rig.Bucket("PUT", "/assets?cors", "<CORSConfiguration/>");
        put.Body[0] ^= 1;
        Assert.That(Code(await rig.SendAsync(put)), Is.EqualTo("400 XAmzContentSHA256Mismatch"));
        Assert.That(rig.Stage.Log.Events.Any(e => e.IsApplied), Is.False);
    }

    [Test]
    public async Task Header_AddedAfterSigning_IsRefusedByS3()
    {
        await using var rig = await AwsRig.StartAsync(Shop);
        var get = rig.Bucket("GET", "/assets?cors");
        ((Dictionary<string, string>)get.Headers)["x-amz-acl"] = "public-read";
        Assert.That(Code(await rig.SendAsync(get)), Is.EqualTo("403 AccessDenied"));
    }

    private static string Code(ApiAnswer? answer) =>
        $"{answer!.Status} {AwsRig.Plain(answer).DescendantsAndSelf("Code").Single().Value}";

    private static async Task<List<string>> Errors(
        Func<AwsRig, ApiRequest, string, ApiRequest> sign,
        Action<AwsBuilder>? more = null
    )
    {
        await using var rig = await AwsRig.StartAsync(aws =>
        {
            Shop(aws);
            more?.Invoke(aws);
        });
        var errors = new List<string>();
        foreach (var service in Services)
        {
            var action = service == AwsService.Sts ? "GetCallerIdentity" : "DescribeInstances";
            var request =
                service == AwsService.S3
                    ? rig.Bucket("GET", "/other?cors")
                    : rig.Form(service, $"Action={action}");
            var bare = new Dictionary<string, string>(request.Headers);
            bare.Remove("authorization");
            bare.Remove("x-amz-date");
            var answer = (await rig.SendAsync(sign(rig, request with { Headers = bare }, service.Scope)))!;
            if (answer.Status == 200)
                continue;
            XElement root = AwsRig.Plain(answer);
            var error = root.DescendantsAndSelf("Error").Single();
            errors.Add(
                $"{answer.Status} {root.Name} {error.Element("Code")!.Value}: {error.Element("Message")!.Value}"
            );
        }
        return errors;
    }
}
