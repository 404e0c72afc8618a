namespace RunbookDsl.Notify;

/// <summary>Messages in Slack.</summary>
public static class Slack
{
    /// <summary>
    /// Posts a message as an application, with a marker that people do not see: after an interruption the
    /// channel is looked through for it. The application may write to the channel (<c>chat:write</c>) and
    /// read it (<c>channels:read</c>, <c>channels:history</c>).
    /// </summary>
    /// <param name="channel"><c>#ops</c>, or the id of a channel.</param>
    /// <param name="text">1 to 4000 characters.</param>
    /// <param name="token">A bot's token. Sent in a header only.</param>
    /// <exception cref="ArgumentException">It cannot be posted; becomes an authoring error at its
    /// line.</exception>
    public static SlackPostOperation Post(string channel, string text, SecretReference token)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(token);
        if (channel.TrimStart('#').Length == 0)
            throw new ArgumentException("name the channel: Slack.Post(\"#ops\", …).");
        return new(channel, Words(text), token);
    }

    /// <summary>
    /// Posts a message through an incoming webhook, whose URL is the secret. Nobody can look it up: after an
    /// interruption between sending and hearing of it, a person is asked.
    /// </summary>
    /// <param name="text">1 to 4000 characters.</param>
    /// <param name="webhook">The URL.</param>
    /// <exception cref="ArgumentException">It cannot be posted; becomes an authoring error at its
    /// line.</exception>
    public static WebhookOperation PostByWebhook(string text, SecretReference webhook)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return new(Words(text), webhook);
    }

    private static string Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= 4000
            ? text
            : throw new ArgumentException("a message in Slack has 1 to 4000 characters.");
    }
}
