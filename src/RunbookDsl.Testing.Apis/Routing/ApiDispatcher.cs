namespace RunbookDsl.Testing.Apis;

/// <summary>Leads a request to its route, with the faults of the rehearsal on the way.</summary>
public sealed class ApiDispatcher(Stage stage)
{
    private readonly Lock _gate = new();

    /// <summary>Answers one request.</summary>
    /// <param name="fake">The provider that was asked.</param>
    /// <param name="request">The request.</param>
    /// <param name="gone">Fires when the caller has gone.</param>
    /// <returns>The answer; null cuts the connection.</returns>
    public async Task<ApiAnswer?> AnswerAsync(ApiFake fake, ApiRequest request, CancellationToken gone)
    {
        ArgumentNullException.ThrowIfNull(fake);
        ArgumentNullException.ThrowIfNull(request);
        stage.CheckLeak(fake.Exposed(request), $"the URL of a request to {fake.System}");
        var (route, values) = Find(fake, request);
        if (route is null)
            return fake.NoRoute(request, Unknown(fake, request));
        using var ticket = stage.Enter(
            new WorldCall(fake.System, route.Operation, route.IsChange)
            {
                Step = request.Step,
                Subject = route.About?.Invoke(request) ?? string.Join(' ', values.Values),
                Text = route.Line?.Invoke(request) ?? $"{request.Method} {request.Path}",
                Refusal = fake.Refusal(request),
            }
        );
        if (ticket.BeforeEffect is { } before && before.Kind != FaultKind.Duplicate)
            return await FaultAsync(fake, request, before, ticket, gone).ConfigureAwait(false);
        var call = new ApiCall(request, values, ticket);
        var answer = Carry(fake, route, call);
        if ((ticket.BeforeEffect ?? ticket.AfterEffect)?.Kind == FaultKind.Duplicate)
            answer = Carry(fake, route, call);
        else if (ticket.AfterEffect is { Kind: FaultKind.Drop, Bytes: > 0 } cut)
            return fake.Dress(request, answer) with { CutAfter = cut.Bytes };
        else if (ticket.AfterEffect is { } after)
            return await FaultAsync(fake, request, after, ticket, gone).ConfigureAwait(false);
        ticket.Answered(Text(answer.Status));
        return fake.Dress(request, answer);
    }

    /// <summary>Whether a fake has a route for a request.</summary>
    internal static bool Knows(ApiFake fake, ApiRequest request) => Find(fake, request).Route is not null;

    private ApiAnswer Carry(ApiFake fake, ApiRoute route, ApiCall call)
    {
        lock (_gate)
            return fake.Refuse(call.Request, route) ?? route.Answer(call);
    }

    private static async Task<ApiAnswer?> FaultAsync(
        ApiFake fake,
        ApiRequest request,
        FaultAction fault,
        CallTicket ticket,
        CancellationToken gone
    )
    {
        switch (fault.Kind)
        {
            case FaultKind.Drop or FaultKind.Kill:
                return null;
            case FaultKind.Hang:
                await ticket.HangAsync(gone).ConfigureAwait(false);
                return null;
        }
        var answer =
            fault.Kind == FaultKind.RateLimited
                ? fake.RateLimited(request, fault.RetryAfter)
                : fake.Error(request, fault);
        ticket.Answered(Text(answer.Status));
        return answer;
    }

    private static (ApiRoute? Route, Dictionary<string, string> Values) Find(ApiFake fake, ApiRequest request)
    {
        foreach (var route in fake.Routes)
            if (route.Method == request.Method && route.Match(request.Path) is { } values)
                if (route.When(request))
                    return (route, values);
        return (null, []);
    }

    private string Unknown(ApiFake fake, ApiRequest request) =>
        stage.Unknown(fake.System, fake.Asked(request), fake.Known);

    private static string Text(int status) =>
        status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
