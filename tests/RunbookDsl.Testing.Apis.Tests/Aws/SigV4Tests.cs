using System.Text;

namespace RunbookDsl.Testing.Apis.Tests.Aws;

/// <summary>
/// Signatures that AWS's own clients made: aws-cli 1.45.11 on the wire, and botocore 1.43.11 with the time
/// fixed.
/// </summary>
internal sealed class SigV4Tests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Token = "AQoDYXdzEPT//////////wEXAMPLEtc764";
    private const string Start = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/";

    [Test]
    public void Canonical_FormOnTheWire_GivesEachStageOfTheClient()
    {
        var request = Post(
            "Action=SuspendProcesses&Version=2011-01-01&AutoScalingGroupName=web"
                + "&ScalingProcesses.member.1=Launch&ScalingProcesses.member.2=Terminate",
            "us-east-1/autoscaling",
            "content-type;host;x-amz-date",
            "de13b510d92ad84efa070807dce0a48121f204041c8beedd9a5a640b7bd03d4f"
        );
        var claim = SignedClaim.Of(request)!;
        var hash = SigV4.Hash(request.Body);
        var canonical = SigV4.Canonical(request, claim, hash);
        Assert.That(hash, Is.EqualTo("d8ce471c46aaeefe621908af830ad09263dbf038908b24c066b8045fb2210fa9"));
        Assert.That(
            SigV4.Hash(Encoding.UTF8.GetBytes(canonical)),
            Is.EqualTo("1999b139e40a2f721c3f2d0c000393246482b65110f97ed28b2c3fdfd00e4517")
        );
        Assert.That(
            Convert.ToHexStringLower(SigV4.Key(Secret, claim)),
            Is.EqualTo("7bf6d9c4485363a15f1f028d36b1120c954945116aca15b2239ec0043cbab6e7")
        );
        Assert.That(SigV4.Signature(Secret, claim, canonical), Is.EqualTo(claim.Signature));
    }

    [Test]
    public void Canonical_BucketOnTheWire_TakesTheHashOfTheHeader()
    {
        var request = Request(
            "PUT",
            "/my-bucket?cors",
            ("x-amz-date", "20261121T010523Z"),
            ("x-amz-content-sha256", "f94b8640dd30dfa521d0a080de64497995b3b2677c14cd0943a4459e3f2bd9e5"),
            ("x-amz-checksum-crc32", "6lJ4Sg=="),
            ("x-amz-sdk-checksum-algorithm", "CRC32"),
            (
                "authorization",
                Start
                    + "us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-checksum-crc32;x-amz-content-sha256;"
                    + "x-amz-date;x-amz-sdk-checksum-algorithm, "
                    + "Signature=e56418368c11eff34ea6a0edab8ab7a64a0b5767a3fd63c0816f236041e7a222"
            )
        );
        var claim = SignedClaim.Of(request)!;
        var canonical = SigV4.Canonical(request, claim, request.Header("x-amz-content-sha256")!);
        Assert.That(
            SigV4.Hash(Encoding.UTF8.GetBytes(canonical)),
            Is.EqualTo("4b4c4420d0d36f44035e8c63729ab73374abc7514d024b5038a1dd0d7db7b4bd")
        );
        Assert.That(SigV4.Signature(Secret, claim, canonical), Is.EqualTo(claim.Signature));
    }

    [Test]
    public void Refuse_TemporaryKeys_TakesTheirToken()
    {
        var request = Post(
            "Action=StopInstances&Version=2016-11-15&InstanceId.1=i-0aaaaaaaaaaaaaaa1",
            "eu-central-1/ec2",
            "content-type;host;x-amz-date;x-amz-security-token",
            "eb12c288ef9c6a7d0103b749a5bf83daaca4384ac17a447d6f03724ab03e0185",
            ("x-amz-security-token", Token)
        );
        Assert.That(Refuse(request, "eu-central-1", Token), Is.Null);
        Assert.That(Refuse(request, "eu-central-1", null)?.Code, Is.EqualTo("AuthFailure"));
        Assert.That(Refuse(request, "eu-central-1", Token + "x")?.Code, Is.EqualTo("AuthFailure"));
    }

    [Test]
    public void Refuse_OddPathQueryAndHeader_AreReadAsTheClientDoes() =>
        Assert.That(
            Refuse(
                Request(
                    "GET",
                    "/a%20b//../c%2Bd/?b=2&a=x%20y&B=%2F&a=~&c",
                    ("x-odd", "  a   b  "),
                    ("x-amz-date", "20261121T010516Z"),
                    (
                        "authorization",
                        Start
                            + "us-east-1/autoscaling/aws4_request, SignedHeaders=host;x-amz-date;x-odd, "
                            + "Signature=510ff0a0aac704252d8c2d5c1850f3ff2fa21cfc8c59bcb1d208643a9d1d0d1e"
                    )
                )
            ),
            Is.Null
        );

    [TestCase(
        "/assets/fonts/a%20%2B%C3%BC.woff2?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261121"
            + "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20261121T010516Z&X-Amz-Expires=900"
            + "&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=26501572594b82cfee9bca977c3e5bad1ece037a3525341ed713ad566c9611c4",
        null
    )]
    [TestCase(
        "/?Action=DescribeInstances&Version=2016-11-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + "AKIDEXAMPLE%2F20261121%2Fus-east-1%2Fec2%2Faws4_request&X-Amz-Date=20261121T010516Z"
            + "&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
            + "&X-Amz-Security-Token=AQoDYXdzEPT%2F%2F%2F%2F%2F%2F%2F%2F%2F%2FwEXAMPLEtc764"
            + "&X-Amz-Signature=089c5bacbc195a189ec0fa41cff023e8a948a5995c8398267590718808057863",
        Token
    )]
    public void Refuse_PresignedUrl_IsGoodAsItIsAndInNoOtherForm(string target, string? token)
    {
        Assert.That(Refuse(Request("GET", target), token: token), Is.Null);
        Assert.That(Refuse(Request("PUT", target), token: token), Is.Not.Null);
        Assert.That(
            Refuse(
                Request("GET", target.Replace("Expires=", "Expires=1", StringComparison.Ordinal)),
                token: token
            ),
            Is.Not.Null
        );
    }

    [Test]
    public void Refuse_SignatureOfAnotherKey_IsFound()
    {
        var request = Post("Action=X", "us-east-1/sts", "content-type;host;x-amz-date", new string('0', 64));
        Assert.That(Refuse(request)?.Code, Is.EqualTo("SignatureDoesNotMatch"));
    }

    private static AwsErrorException? Refuse(
        ApiRequest request,
        string region = "us-east-1",
        string? token = null
    ) => new SignatureCheck(new("AKIDEXAMPLE", Secret, token), region, null).Refuse(AwsCall.Of(request));

    private static ApiRequest Post(
        string body,
        string scope,
        string signed,
        string signature,
        params (string, string)[] more
    ) =>
        Request(
            "POST",
            "/",
            [
                ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
                ("x-amz-date", "20261121T010516Z"),
                (
                    "authorization",
                    $"{Start}{scope}/aws4_request, SignedHeaders={signed}, Signature={signature}"
                ),
                .. more,
            ]
        ) with
        {
            Body = Encoding.UTF8.GetBytes(body),
        };

    private static ApiRequest Request(
        string method,
        string target,
        params (string Name, string Value)[] headers
    )
    {
        var all = headers.ToDictionary(h => h.Name, h => h.Value);
        all["host"] = "127.0.0.1:18999";
        return AwsRig.Open(method, target, "", all);
    }
}
