namespace RunbookDsl.Postgres;

/// <summary>
/// Reads from a database in a read-only session: one value, or all values of the first column when
/// <typeparamref name="T"/> is an array.
/// </summary>
/// <typeparam name="T">Type of the value, as Npgsql gives it for the column; or an array of it.</typeparam>
/// <param name="Database">The database.</param>
/// <param name="Sql">The query, with <c>@name</c> for arguments.</param>
public sealed record QueryOperation<T>(PgDatabase Database, string Sql) : PgOperation<T>(Database)
{
    private IReadOnlyList<SqlArgument> Values { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.Query";

    /// <inheritdoc/>
    public override string Description => $"read {PgFailure.Short(Sql)} from {Database}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override string? Target => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => [.. Values.Select(v => v.Output).OfType<Output>()];

    private protected override string ProbeText => "reads again";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("sql", Sql), .. Values.Select(v => new Fact($"@{v.Name}", v.Text))];

    /// <summary>A copy with a value for <c>@name</c>. Shown in the plan: no place for secrets.</summary>
    public QueryOperation<T> With(string name, object? value) =>
        this with
        {
            Values = [.. Values, SqlArgument.Of(name, value)],
        };

    /// <summary>A copy that takes <c>@name</c> from an earlier step.</summary>
    public QueryOperation<T> With<TOutput>(string name, Output<TOutput> output) =>
        this with
        {
            Values = [.. Values, SqlArgument.Of(name, output)],
        };

    /// <summary>A copy that takes <c>@name</c> from an earlier step.</summary>
    public QueryOperation<T> With<TOutput>(string name, StepBuilder<TOutput> step) => With(name, step.Output);

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("read each time"));

    /// <inheritdoc/>
    public override Task<T> RunAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            session => ReadAsync(session, [.. Values.Select(v => (object?)v.Parameter(context))]),
            cancellation
        );

    private async Task<T> ReadAsync(PgSession session, object?[] arguments)
    {
        var rows = await session
            .RowsAsync(Sql, r => r.IsDBNull(0) ? null : r.GetValue(0), arguments)
            .ConfigureAwait(false);
        if (typeof(T).IsArray && typeof(T) != typeof(byte[]))
            return (T)(object)Column(session, rows, typeof(T).GetElementType()!);
        if (rows.Count != 1)
            throw new OperationFailedException(
                $"{PgFailure.Short(Sql)} on {session.Target} gave {rows.Count} rows; one value"
                    + $" was expected. Ask for an array"
                    + " to read them all"
            );
        return (T)Value(session, rows[0], typeof(T))!;
    }

    private Array Column(PgSession session, List<object?> rows, Type type)
    {
        var values = Array.CreateInstance(type, rows.Count);
        for (var i = 0; i < rows.Count; i++)
            values.SetValue(Value(session, rows[i], type), i);
        return values;
    }

    private object? Value(PgSession session, object? value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null && (plain != type || !type.IsValueType))
            return null;
        try
        {
            return plain.IsInstanceOfType(value)
                ? value
                : Convert.ChangeType(value!, plain, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception e)
            when (e is InvalidCastException or FormatException or OverflowException or ArgumentNullException)
        {
            throw new OperationFailedException(
                $"{PgFailure.Short(Sql)} on {session.Target} gave"
                    + $" {value?.GetType().Name ?? "null"}, which is no {plain.Name};"
                    + " cast it in the SQL, or ask for another type",
                inner: e
            );
        }
    }
}
