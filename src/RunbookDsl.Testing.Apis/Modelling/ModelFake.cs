namespace RunbookDsl.Testing.Apis;

/// <summary>
/// A fake whose model changes by calls and on its own, one change at a time. A route that throws <see
/// cref="ApiRefusal"/> answers with it.
/// </summary>
internal abstract class ModelFake : ApiFake
{
    private readonly Lock _gate = new();

    /// <summary>A fake on a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="system">Name in the world file.</param>
    /// <param name="polls">What takes time is done when it was asked for so often; 0 goes by the
    /// clock.</param>
    protected ModelFake(Stage stage, string system, int polls = 0)
        : base(stage, system) => Transitions = new(stage.Clock, _gate, polls);

    /// <summary>What the model does later.</summary>
    public Transitions Transitions { get; }

    /// <summary>Clock, log and findings, for the parts of the model.</summary>
    public Stage Scene => Stage;

    /// <summary>An operation; all but GET are meant to change something.</summary>
    public ApiRoute Route(
        char evidence,
        string method,
        string pattern,
        string operation,
        Func<ApiCall, ApiAnswer> answer
    ) =>
        new(method, pattern, operation, method != "GET", call => Carry(answer, call)) { Evidence = evidence };

    /// <summary>An operation that changes nothing, whatever its method.</summary>
    public ApiRoute Look(
        char evidence,
        string method,
        string pattern,
        string operation,
        Func<ApiCall, ApiAnswer> answer
    ) => Route(evidence, method, pattern, operation, answer) with { IsChange = false };

    /// <inheritdoc/>
    public override SystemState State()
    {
        lock (_gate)
        {
            var state = SystemState.Of(System, Lines());
            return state with { History = [.. state.Lines.Keys.Where(IsHistory)] };
        }
    }

    /// <summary>Whether the line of this key only tells what happened: nobody can take it back.</summary>
    protected virtual bool IsHistory(string key) => false;

    /// <summary>What is there, a key and its value each; asked while nothing changes.</summary>
    protected abstract IEnumerable<KeyValuePair<string, string>> Lines();

    private ApiAnswer Carry(Func<ApiCall, ApiAnswer> answer, ApiCall call)
    {
        lock (_gate)
            try
            {
                return answer(call);
            }
            catch (ApiRefusal refusal)
            {
                return refusal.Answer;
            }
    }
}
