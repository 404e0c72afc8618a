using Npgsql;

namespace RunbookDsl.Postgres;

/// <summary>A named argument of an author's SQL: known now, or the result of an earlier step.</summary>
internal sealed record SqlArgument(string Name, string Text, Output? Output, Func<StepContext, object?> Value)
{
    public static SqlArgument Of(string name, object? value) => new(name, $"{value}", null, _ => value);

    public static SqlArgument Of<T>(string name, Output<T> output) =>
        new(name, output.ToString(), output, context => context.Read(output));

    /// <summary>The parameter for <c>@name</c>.</summary>
    public NpgsqlParameter Parameter(StepContext context) => new(Name, Value(context) ?? DBNull.Value);
}
