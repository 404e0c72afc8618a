using Npgsql;
using NpgsqlTypes;

namespace RunbookDsl.Journal.Postgres;

/// <summary>Typed parameters: the server never has to guess, and no catalogue is read for them.</summary>
internal static class Parameters
{
    internal static NpgsqlCommand With(this NpgsqlCommand command, string? text) =>
        Add(command, NpgsqlDbType.Text, text);

    internal static NpgsqlCommand With(this NpgsqlCommand command, long number) =>
        Add(command, NpgsqlDbType.Bigint, number);

    internal static NpgsqlCommand With(this NpgsqlCommand command, int number) =>
        Add(command, NpgsqlDbType.Integer, number);

    internal static NpgsqlCommand With(this NpgsqlCommand command, bool flag) =>
        Add(command, NpgsqlDbType.Boolean, flag);

    internal static NpgsqlCommand With(this NpgsqlCommand command, byte[] bytes) =>
        Add(command, NpgsqlDbType.Bytea, bytes);

    internal static NpgsqlCommand With(this NpgsqlCommand command, TimeSpan time) =>
        Add(command, NpgsqlDbType.Bigint, (long)time.TotalMilliseconds);

    /// <summary>Parameters 1 to 11 of every statement that puts lines in.</summary>
    internal static NpgsqlCommand With(this NpgsqlCommand command, string runId, int segment, Batch batch)
    {
        command.With(runId).With(segment);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Bigint, batch.Seqs);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Text, batch.Types);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Text, batch.Steps);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Integer, batch.Attempts);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Bytea, batch.Lines);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Text, batch.Bodies);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Bytea, batch.Hashes);
        return command.With(batch.LastSeq).With(batch.Head);
    }

    private static NpgsqlCommand Add(NpgsqlCommand command, NpgsqlDbType type, object? value)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        return command;
    }
}
