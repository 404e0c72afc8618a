namespace RunbookDsl.Deployment;

/// <summary>Switches that an application has itself.</summary>
public static class App
{
    /// <summary>
    /// An application's own maintenance mode, behind a URL that answers <c>{"maintenance": true}</c> and
    /// takes the same with PUT. Prefer a read-only mode to a full stop where the application has one.
    /// </summary>
    /// <param name="url">Of the switch.</param>
    /// <param name="token">Sent as <c>Authorization: Bearer</c>.</param>
    /// <param name="isOn">Whether the mode is wanted.</param>
    /// <param name="field">The field of the answer.</param>
    /// <exception cref="ArgumentException">The URL is none.</exception>
    public static AppModeOperation MaintenanceMode(
        string url,
        SecretReference token,
        bool isOn = true,
        string field = "maintenance"
    )
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentException.ThrowIfNullOrWhiteSpace(field);
        return new(Urls.Checked(url), token, isOn, field);
    }
}
