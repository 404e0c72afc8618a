namespace RunbookDsl.Testing.Apis;

/// <summary>What the API can be asked, and how well each answer is known.</summary>
internal static class CloudflareRoutes
{
    private const string Records = "/zones/{zone}/dns_records";

    public static IReadOnlyList<ApiRoute> Of(CloudflareFake fake)
    {
        ApiRoute Route(
            string method,
            string path,
            string operation,
            char evidence,
            Func<ApiCall, CloudflareAccess.Holder, ApiAnswer> work
        ) =>
            new(
                method,
                CloudflareFake.Base + path,
                operation,
                method != "GET",
                call => fake.Try(call, holder => work(call, holder))
            )
            {
                Evidence = evidence,
                Line = Line,
            };
        return
        [
            Route("GET", "/user/tokens/verify", "token.verify", 'D', (_, h) => fake.Verify(h)),
            Route("GET", "/zones", "zones.list", 'K', fake.ListZones),
            Route("GET", "/zones/{zone}", "zones.get", 'K', fake.GetZone),
            Route("GET", Records, "dns.list", 'S', fake.List),
            Route("POST", Records + "/batch", "dns.batch", 'S', fake.Batch),
            Route("GET", Records + "/{record}", "dns.get", 'S', fake.Get),
            Route("POST", Records, "dns.create", 'S', fake.Create),
            Route("PUT", Records + "/{record}", "dns.put", 'S', (c, h) => fake.Edit(c, h, isWhole: true)),
            Route(
                "PATCH",
                Records + "/{record}",
                "dns.patch",
                'S',
                (c, h) => fake.Edit(c, h, isWhole: false)
            ),
            Route("DELETE", Records + "/{record}", "dns.delete", 'S', fake.Delete),
        ];
    }

    private static string Line(ApiRequest request)
    {
        var path = request.RawTarget;
        return path.StartsWith(CloudflareFake.Base, StringComparison.Ordinal)
            ? $"{request.Method} {path[CloudflareFake.Base.Length..]}"
            : $"{request.Method} {path}";
    }
}
