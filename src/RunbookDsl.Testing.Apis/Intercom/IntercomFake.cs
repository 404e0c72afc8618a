using System.Globalization;

namespace RunbookDsl.Testing.Apis;

/// <summary>The API of Intercom.</summary>
internal sealed class IntercomFake : ModelFake
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);
    private readonly IntercomSystemSpec _spec;
    private readonly RollingWindow _window;
    private readonly string _token;

    public IntercomFake(Stage stage, IntercomSystemSpec spec, string token)
        : base(stage, spec.Name)
    {
        (_spec, _token, Errors) = (spec, token, new(stage));
        _window = new(stage.Clock, spec.CallsPerMinute, Span);
        foreach (var contact in spec.Contacts)
            Add(contact.Email, contact.Role, contact.ExternalId, null, TimeSpan.Zero);
        Routes = [.. new IntercomRoutes(this).All];
    }

    public IReadOnlyList<IntercomAdmin> Admins => _spec.Admins;

    public TimeSpan Delay => _spec.Delay;

    public List<IntercomContact> Contacts { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<IntercomMessage> Messages { get; } = [];

    public List<IntercomEvent> Events { get; } = [];

    public IntercomErrors Errors { get; }

    public override IReadOnlyList<string> Hosts { get; } =
    ["api.intercom.io", "api.eu.intercom.io", "api.au.intercom.io"];

    public override IReadOnlyList<ApiRoute> Routes { get; }

    public IntercomContact Add(
        string? email,
        string role,
        string? externalId,
        string? name,
        TimeSpan unseenFor
    )
    {
        var now = Stage.Clock.GetUtcNow();
        var id = Convert.ToHexStringLower(Stage.Bytes("intercom-contact", 12));
        Stage.Named(id, "intercom-contact", email);
        var contact = new IntercomContact(id, email, role, externalId, now)
        {
            Name = name,
            FoundFrom = now + unseenFor,
        };
        Contacts.Add(contact);
        return contact;
    }

    public override ApiAnswer? Refuse(ApiRequest request, ApiRoute route) =>
        request.Header("authorization") != $"Bearer {_token}" ? Errors.Answer("unauthorized")
        : !_window.Take() ? Errors.Answer("rate_limit_exceeded")
        : null;

    public override ApiAnswer Error(ApiRequest request, FaultAction fault) =>
        Limits(Errors.Of(fault.Code), _window.Left);

    public override ApiAnswer RateLimited(ApiRequest request, TimeSpan retryAfter) =>
        Limits(Errors.Answer("rate_limit_exceeded"), 0)
            .With("X-RateLimit-Reset", Unix(Stage.Clock.GetUtcNow() + retryAfter));

    public override ApiAnswer NoRoute(ApiRequest request, string text) => Errors.Answer("not_found", text);

    public override ApiAnswer Dress(ApiRequest request, ApiAnswer answer) => Limits(answer, _window.Left);

    /// <summary>Each message stands by itself: what was sent twice is there twice.</summary>
    protected override IEnumerable<KeyValuePair<string, string>> Lines()
    {
        foreach (var contact in Contacts)
            yield return new($"contact {contact.Said}", contact.Role);
        for (var i = 0; i < Messages.Count; i++)
        {
            var message = Messages[i];
            var text = message.Subject is null ? message.Body : $"{message.Subject}: {message.Body}";
            yield return new(
                FormattableString.Invariant($"message {i + 1:00}"),
                Stage.Secrets.Mask($"{message.Kind} from {message.From.Name} to {message.To.Said}: {text}")
            );
        }
        for (var i = 0; i < Events.Count; i++)
            yield return new(
                FormattableString.Invariant($"event {i + 1:00}"),
                $"{Events[i].Name} of {Events[i].Who}"
            );
    }

    private ApiAnswer Limits(ApiAnswer answer, int left) =>
        answer
            .With("X-RateLimit-Limit", _spec.CallsPerMinute.ToString(CultureInfo.InvariantCulture))
            .With("X-RateLimit-Remaining", left.ToString(CultureInfo.InvariantCulture))
            .With("X-RateLimit-Reset", Unix(Stage.Clock.GetUtcNow() + Span));

    private static string Unix(DateTimeOffset time) =>
        time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
