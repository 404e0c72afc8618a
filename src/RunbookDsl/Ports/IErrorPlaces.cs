namespace RunbookDsl;

/// <summary>Finds the place in a script that an exception came through.</summary>
public interface IErrorPlaces
{
    /// <summary><c>file.csx(12,5)</c>, or null when it came through no script.</summary>
    string? PlaceOf(Exception exception);
}
