namespace RunbookDsl.Dns;

/// <summary>Looks at changed records through the name servers of their zone, not through the API.</summary>
internal sealed class RecordVerification(CloudflareChange change, StepContext context)
{
    private readonly Authorities _authorities = new(context);

    public async Task<Verdict> RunAsync(CancellationToken cancellation)
    {
        var evidence = new List<string>();
        var isRight = true;
        try
        {
            var records = BuiltInZones.Records(change.Zone, context);
            foreach (var edit in change.Edits)
            {
                var ofName = await records.ListAsync(edit.Name, cancellation).ConfigureAwait(false);
                var plan = RecordPlan.Of(edit, ofName);
                var verdict = plan.IsDone
                    ? await SeenAsync(edit, plan.Wanted, cancellation).ConfigureAwait(false)
                    : Verdict.Fail($"the provider says: {plan.Conflict ?? plan.Seen}");
                isRight &= verdict.Passed;
                evidence.Add(verdict.Evidence);
            }
        }
        catch (OperationFailedException e)
        {
            return Verdict.Fail(e.Message);
        }
        return new(isRight, string.Join("; ", evidence));
    }

    private Task<Verdict> SeenAsync(RecordEdit edit, RecordValues? wanted, CancellationToken cancellation) =>
        wanted is { IsProxied: true } ? ProxiedAsync(edit, wanted, cancellation)
        : edit.Type == "CNAME" && wanted is not null ? AliasAsync(edit, wanted, cancellation)
        : PlainAsync(edit, wanted, cancellation);

    private async Task<Verdict> PlainAsync(
        RecordEdit edit,
        RecordValues? wanted,
        CancellationToken cancellation
    )
    {
        var answers = await _authorities.AskAsync(edit.Name, edit.Type, cancellation).ConfigureAwait(false);
        var seen = $"{edit.Key}: {string.Join("; ", answers.Select(a => a.Said(edit.Type)))}";
        if (wanted is null)
            return answers.All(a => !Has(a, edit, edit.Expected!))
                ? Verdict.Pass(seen)
                : Verdict.Fail($"{seen}; expected that {edit.Expected} is gone");
        // There may be more of its type: this change is about one of them.
        var isThere = answers.All(a => Has(a, edit, wanted.Content) && !IsOld(a, edit, wanted));
        return isThere && answers.All(a => a.Ttl(edit.Type) <= wanted.Served)
            ? Verdict.Pass(seen)
            : Verdict.Fail($"{seen}; expected {wanted}");
    }

    // At the top of a zone the provider answers with the addresses that the alias leads to.
    private async Task<Verdict> AliasAsync(
        RecordEdit edit,
        RecordValues wanted,
        CancellationToken cancellation
    )
    {
        if (edit.Name != change.Zone.Name)
            return await PlainAsync(edit, wanted, cancellation).ConfigureAwait(false);
        var answers = await _authorities.AskAsync(edit.Name, "A", cancellation).ConfigureAwait(false);
        var lead = await LeadAsync(wanted.Content, cancellation).ConfigureAwait(false);
        var seen = $"{edit.Name} A: {string.Join("; ", answers.Select(a => a.Said("A")))}";
        return lead.Count > 0 && answers.All(a => a.Values("A").SequenceEqual(lead))
            ? Verdict.Pass($"{seen}, as {wanted.Content}")
            : Verdict.Fail(
                $"{seen}; expected what {wanted.Content} leads to: "
                    + (lead.Count > 0 ? string.Join(", ", lead) : "nothing, it has no A record")
            );
    }

    // In a zone of our own its servers are asked: a resolver would plant an old or a negative answer.
    private async Task<IReadOnlyList<string>> LeadAsync(string target, CancellationToken cancellation)
    {
        if (target.EndsWith("." + change.Zone.Name, StringComparison.Ordinal))
            return (await _authorities.AskAsync(target, "A", cancellation).ConfigureAwait(false))[0]
                .Values("A");
        var answer = await context
            .Port<INameLookup>()
            .AskAsync(new(target, "A"), cancellation)
            .ConfigureAwait(false);
        return answer.Values("A");
    }

    private async Task<Verdict> ProxiedAsync(
        RecordEdit edit,
        RecordValues wanted,
        CancellationToken cancellation
    )
    {
        var type = edit.Type == "AAAA" ? "AAAA" : "A";
        var answers = await _authorities.AskAsync(edit.Name, type, cancellation).ConfigureAwait(false);
        var seen = $"{edit.Name} {type}: {string.Join("; ", answers.Select(a => a.Said(type)))}";
        return answers.All(a => a.Values(type).Count > 0 && !a.Values(type).Contains(wanted.Content))
            ? Verdict.Pass($"{seen}, addresses of the provider that hide {wanted.Content}")
            : Verdict.Fail($"{seen}; expected addresses of the provider that hide {wanted.Content}");
    }

    private static bool Has(NameAnswer answer, RecordEdit edit, string value) =>
        answer.Rcode == "NOERROR" && answer.Values(edit.Type).Any(v => NameText.IsSame(edit.Type, v, value));

    private static bool IsOld(NameAnswer answer, RecordEdit edit, RecordValues wanted) =>
        edit.Expected is { } old
        && !NameText.IsSame(edit.Type, old, wanted.Content)
        && Has(answer, edit, old);
}
