using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Who asks, and how often they may.</summary>
internal sealed class HerokuAccountRoutes(HerokuFake fake, CallBudget budget)
{
    public const string RateLimits = "account.rate_limits";

    public IEnumerable<ApiRoute> All =>
        [
            fake.Look(
                'S',
                "GET",
                "/account",
                "account.info",
                _ => ApiAnswer.Json(200, HerokuJson.Account(fake.Model))
            ),
            fake.Look(
                'D',
                "GET",
                "/account/rate-limits",
                RateLimits,
                _ => ApiAnswer.Json(200, new JsonObject { ["remaining"] = budget.Left })
            ),
        ];
}
