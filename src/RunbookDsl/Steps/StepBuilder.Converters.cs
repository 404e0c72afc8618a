namespace RunbookDsl;

public sealed partial class StepBuilder<TResult>
{
    /// <summary>
    /// Says how the result of an earlier version of this step becomes one of today's, for runs that did the
    /// step with that version and are then migrated. The converted result is journaled once; the step is not
    /// run again.
    /// </summary>
    /// <typeparam name="TOld">What the stored JSON is read as; must hold all of it.</typeparam>
    /// <param name="convert">Pure; called with the stored result.</param>
    public StepBuilder<TResult> ConvertsFrom<TOld>(Func<TOld, TResult> convert) =>
        With(s =>
            s with
            {
                Converters = [.. s.Converters, new ResultConverter(typeof(TOld), old => convert((TOld)old!))],
            }
        );
}
