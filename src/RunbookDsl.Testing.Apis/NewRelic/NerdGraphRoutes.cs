using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>
/// NerdGraph. One path for everything: the first field of the document says which operation it is.
/// </summary>
internal sealed class NerdGraphRoutes(NewRelicFake fake)
{
    private readonly NerdGraphRules _rules = new(fake);
    private readonly NerdGraphMarks _marks = new(fake);

    public IEnumerable<ApiRoute> All =>
        [
            Change("alertsMutingRuleCreate", _rules.Create),
            Change("alertsMutingRuleUpdate", _rules.Update),
            Change("alertsMutingRuleDelete", _rules.Delete),
            Change("changeTrackingCreateDeployment", _marks.Create),
            fake.Look('S', "POST", NewRelicFake.Graph, "nerdgraph.query", Query) with
            {
                Line = r => $"POST {r.Path} {Root(r) ?? "?"}",
            },
        ];

    private ApiRoute Change(string mutation, Func<ApiCall, JsonObject, GraphNode> carry) =>
        fake.Route('S', "POST", NewRelicFake.Graph, mutation, c => Answer(c, mutation, carry)) with
        {
            When = r => Root(r) == mutation,
            Line = r => $"POST {r.Path} {mutation}",
        };

    private ApiAnswer Answer(ApiCall call, string mutation, Func<ApiCall, JsonObject, GraphNode> carry) =>
        Carry(
            call,
            operation =>
            {
                if (!operation.IsMutation)
                    throw new GraphException($"Cannot query field \"{mutation}\" on type \"RootQueryType\".");
                if (operation.Fields.Count > 1)
                    throw new GraphException(
                        fake.Scene.Unknown(fake.System, "several mutations in one document", [mutation])
                    );
                return new GraphNode("RootMutationType").With(mutation, a => carry(call, a));
            }
        );

    private ApiAnswer Query(ApiCall call) =>
        Carry(
            call,
            operation =>
                operation.IsMutation
                    ? new GraphNode("RootMutationType")
                        .With("alertsMutingRuleCreate", _ => null)
                        .With("alertsMutingRuleUpdate", _ => null)
                        .With("alertsMutingRuleDelete", _ => null)
                        .With("changeTrackingCreateDeployment", _ => null)
                    : new GraphNode("RootQueryType").With("actor", Actor())
        );

    private GraphNode Actor() =>
        new GraphNode("Actor")
            .With(
                "user",
                new GraphNode("User").With("id", 1).With("name", "Runbook").With("email", "ops@example.com")
            )
            .With("accounts", fake.Spec.Accounts.Select(Account))
            .With("account", a => Account(_rules.Account(a, "id")));

    private GraphNode Account(NewRelicAccount account) =>
        new GraphNode("Account")
            .With("id", account.Id)
            .With("name", account.Name)
            .With("alerts", _rules.Alerts(account));

    private ApiAnswer Carry(ApiCall call, Func<GraphOperation, GraphNode> root)
    {
        string? first = null;
        try
        {
            var operation = Read(call.Request) ?? throw new GraphException("Request is missing a query");
            first = operation.Fields[0].Alias;
            return ApiAnswer.Json(
                200,
                new JsonObject { ["data"] = root(operation).Select(operation.Fields, Unknown) }
            );
        }
        catch (GraphException e)
        {
            return NewRelicErrors.Graph(e.Message, e.ErrorClass, path: e.ErrorClass is null ? null : first);
        }
    }

    private string Unknown(string field, string type, GraphNode node) =>
        $"Cannot query field \"{field}\" on type \"{type}\". "
        + fake.Scene.Unknown(
            fake.System,
            $"the field {field} of {type}",
            node.Names.Select(n => $"the field {n} of {type}")
        );

    private static string? Root(ApiRequest request)
    {
        try
        {
            return Read(request)?.Fields[0].Name;
        }
        catch (GraphException)
        {
            return null;
        }
    }

    private static GraphOperation? Read(ApiRequest request)
    {
        try
        {
            var fields = RequestFields.Of(request, m => new ApiRefusal(NewRelicErrors.Graph(m, null)));
            var variables = fields.Object("variables")?.Values.DeepClone() as JsonObject;
            return fields.Text("query") is { } query ? GraphReader.Read(query, variables ?? []) : null;
        }
        catch (ApiRefusal)
        {
            throw new GraphException("The request is no JSON object with a query");
        }
    }
}
