namespace RunbookDsl;

/// <summary>Hears of values that differ from run to run. A rehearsal names them in its transcript.</summary>
public interface IVaryingValues
{
    /// <summary>Takes note that <paramref name="value"/> is one of the kind
    /// <paramref name="what"/>.</summary>
    void Heard(string what, string value);
}
