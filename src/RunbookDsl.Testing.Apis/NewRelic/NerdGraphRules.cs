using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>Muting rules.</summary>
internal sealed class NerdGraphRules(NewRelicFake fake)
{
    private static readonly string[] Known =
    [
        "name",
        "description",
        "enabled",
        "condition",
        "schedule",
        "actionOnMutingRuleWindowEnded",
    ];

    private DateTimeOffset Now => fake.Scene.Clock.GetUtcNow();

    public GraphNode Alerts(NewRelicAccount account) =>
        new GraphNode("AlertsAccountStitchedFields")
            .With("mutingRules", _ => fake.Rules.Where(r => r.Account == account.Id).Select(Node).ToArray())
            .With("mutingRule", a => Node(Find(account, a)));

    public GraphNode Create(ApiCall call, JsonObject arguments)
    {
        var account = Account(arguments, "accountId");
        var fields = Rule(arguments);
        var rule = new NewRelicMutingRule(Id(), account.Id, Now)
        {
            Name = fields.Text("name") is { Length: > 0 } name ? name : throw Bad("name is required"),
            Condition = Condition(fields) ?? throw Bad("condition is required"),
        };
        Take(rule, fields);
        fake.Rules.Add(rule);
        call.Applied("no muting rule", Said(rule));
        return Node(rule);
    }

    public GraphNode Update(ApiCall call, JsonObject arguments)
    {
        var rule = Find(Account(arguments, "accountId"), arguments);
        var fields = Rule(arguments);
        var (name, condition, before) = (fields.Text("name"), Condition(fields), Said(rule));
        Take(rule, fields);
        (rule.Name, rule.Condition, rule.Updated) = (name ?? rule.Name, condition ?? rule.Condition, Now);
        call.Applied(before, Said(rule));
        return Node(rule);
    }

    public GraphNode Delete(ApiCall call, JsonObject arguments)
    {
        var rule = Find(Account(arguments, "accountId"), arguments);
        fake.Rules.Remove(rule);
        call.Applied(Said(rule), "no muting rule");
        return new GraphNode("AlertsMutingRuleDeleteResult").With("id", rule.Id);
    }

    public NewRelicAccount Account(JsonObject arguments, string name)
    {
        var id = Fields(arguments).Number(name) ?? throw Bad($"{name} is required");
        return fake.Spec.Accounts.FirstOrDefault(a => a.Id == id)
            ?? throw new GraphException(
                "Access denied: you do not have access to this account",
                "ACCESS_DENIED"
            );
    }

    private NewRelicMutingRule Find(NewRelicAccount account, JsonObject arguments)
    {
        var id = Fields(arguments).Loose("id");
        return fake.Rules.Find(r => r.Account == account.Id && r.Id == id)
            ?? throw new GraphException($"Muting rule {id} was not found", "NOT_FOUND");
    }

    private RequestFields Rule(JsonObject arguments)
    {
        var rule = Fields(arguments).Object("rule") ?? throw Bad("rule is required");
        return rule.Only(fake, "AlertsMutingRuleInput", Known);
    }

    private void Take(NewRelicMutingRule rule, RequestFields fields)
    {
        var isEnabled = fields.Flag("enabled") ?? rule.IsEnabled;
        var schedule = fields.Has("schedule") ? Schedule(fields.Object("schedule")) : rule.Schedule;
        rule.Description = fields.Text("description") ?? rule.Description;
        rule.Ended = fields.Text("actionOnMutingRuleWindowEnded") ?? rule.Ended;
        (rule.IsEnabled, rule.Schedule) = (isEnabled, schedule);
    }

    private JsonObject? Condition(RequestFields fields)
    {
        if (fields.Object("condition") is not { } condition)
            return null;
        condition.Only(fake, "AlertsMutingRuleConditionGroupInput", "operator", "conditions");
        if (condition.Text("operator") is not ("AND" or "OR"))
            throw Bad("operator has to be AND or OR");
        if (condition.Objects("conditions") is not { Count: > 0 } all)
            throw Bad("conditions is empty");
        foreach (var one in all)
        {
            one.Only(fake, "AlertsMutingRuleConditionInput", "attribute", "operator", "values");
            if (one.Text("attribute") is null || one.Text("operator") is null || !one.Has("values"))
                throw Bad("a condition needs attribute, operator and values");
        }
        return (JsonObject)condition.Values.DeepClone();
    }

    private NewRelicSchedule? Schedule(RequestFields? fields)
    {
        if (fields is null)
            return null;
        string[] known =
        [
            "startTime",
            "endTime",
            "timeZone",
            "repeat",
            "endRepeat",
            "repeatCount",
            "weeklyRepeatDays",
        ];
        fields.Only(fake, "AlertsMutingRuleScheduleInput", known);
        var zone = fields.Text("timeZone") ?? throw Bad("timeZone is required");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var there))
            throw Bad($"'{zone}' is no time zone");
        var (start, end) = (Time(fields, "startTime", there), Time(fields, "endTime", there));
        if (end <= start)
            throw Bad("endTime has to be after startTime");
        return new(start, end, zone)
        {
            Repeat = fields.Text("repeat"),
            EndRepeat = fields.Text("endRepeat"),
            RepeatCount = fields.Number("repeatCount"),
            Days = fields.Texts("weeklyRepeatDays"),
        };
    }

    // Goes in as the clock on the wall there, and comes out with its offset.
    private static DateTimeOffset? Time(RequestFields fields, string name, TimeZoneInfo zone)
    {
        if (fields.Text(name) is not { } text)
            return null;
        var culture = CultureInfo.InvariantCulture;
        const string Format = "yyyy-MM-dd'T'HH:mm:ss";
        if (!DateTime.TryParseExact(text, Format, culture, DateTimeStyles.None, out var local))
            throw Bad($"{name} has to look like 2021-07-08T14:30:00, without an offset");
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private GraphNode Node(NewRelicMutingRule rule)
    {
        var conditions = rule.Condition["conditions"]!.AsArray();
        return new GraphNode("AlertsMutingRule")
            .With("id", rule.Id)
            .With("accountId", rule.Account)
            .With("name", rule.Name)
            .With("description", rule.Description)
            .With("enabled", rule.IsEnabled)
            .With("status", rule.Status(Now))
            .With("createdAt", rule.Created.IsoMillis())
            .With("updatedAt", rule.Updated.IsoMillis())
            .With("createdByUser", User())
            .With("updatedByUser", User())
            .With("actionOnMutingRuleWindowEnded", rule.Ended)
            .With(
                "condition",
                new GraphNode("AlertsMutingRuleConditionGroup")
                    .With("operator", rule.Condition["operator"])
                    .With("conditions", conditions.Select(c => Plain("AlertsMutingRuleCondition", c!)))
            )
            .With("schedule", rule.Schedule is { } schedule ? Node(schedule) : null);
    }

    private GraphNode Node(NewRelicSchedule schedule) =>
        new GraphNode("AlertsMutingRuleSchedule")
            .With("startTime", Text(schedule.Start))
            .With("endTime", Text(schedule.End))
            .With("nextStartTime", schedule.Start > Now ? Text(schedule.Start) : null)
            .With("nextEndTime", schedule.End > Now ? Text(schedule.End) : null)
            .With("timeZone", schedule.Zone)
            .With("repeat", schedule.Repeat)
            .With("endRepeat", schedule.EndRepeat)
            .With("repeatCount", schedule.RepeatCount is { } count ? JsonValue.Create(count) : null)
            .With("weeklyRepeatDays", HerokuJson.List(schedule.Days, d => d));

    private static GraphNode Plain(string type, JsonNode values)
    {
        var node = new GraphNode(type);
        foreach (var (name, value) in values.AsObject())
            node.With(name, value);
        return node;
    }

    private static GraphNode User() =>
        new GraphNode("UserReference").With("id", 1).With("name", "Runbook").With("email", "ops@example.com");

    private string Id()
    {
        var number = BitConverter.ToUInt32(fake.Scene.Bytes("newrelic-rule", 4)) % 90_000_000 + 10_000_000;
        return fake.Scene.Named(number.ToString(CultureInfo.InvariantCulture), "newrelic-rule", null);
    }

    private static string Said(NewRelicMutingRule rule) =>
        $"muting rule {rule.Name} {(rule.IsEnabled ? "enabled" : "disabled")}";

    private static string? Text(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static RequestFields Fields(JsonObject arguments) =>
        new(arguments, m => new ApiRefusal(NewRelicErrors.Graph(m, "INVALID_INPUT")));

    private static GraphException Bad(string message) => new(message, "INVALID_INPUT");
}
