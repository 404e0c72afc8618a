namespace RunbookDsl.Testing.VerifyNUnit;

/// <summary>
/// Refuses to be a part of another value: Verify would write every property, and what varies with them.
/// </summary>
internal sealed class NoPart<T> : WriteOnlyJsonConverter<T>
{
    public override void Write(VerifyJsonWriter writer, T value) =>
        throw new NotSupportedException(
            $"a {typeof(T).Name} is verified by itself and not as a part of another value: await Verify(it), "
                + "once for each, with UseTextForParameters or UseFileName where one test has several."
        );
}
