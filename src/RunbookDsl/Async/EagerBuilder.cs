using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>
/// Starts an async method like the framework's builder, which does the rest. Being of this assembly, its
/// <see cref="Start"/> is compiled ahead of time for every method; the framework's is compiled anew for each
/// of them on every start of the program. Each assembly that needs it has its own copy.
/// </summary>
internal struct EagerBuilder
{
    private AsyncTaskMethodBuilder _inner;

    public static EagerBuilder Create() => default;

    public Task Task => _inner.Task;

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        var context = ExecutionContext.Capture();
        try
        {
            stateMachine.MoveNext();
        }
        finally
        {
            // What the method changed in async locals is its own business.
            if (context is not null && ExecutionContext.Capture() != context)
                ExecutionContext.Restore(context);
        }
    }

    public void SetStateMachine(IAsyncStateMachine stateMachine) => _inner.SetStateMachine(stateMachine);

    public void SetResult() => _inner.SetResult();

    public void SetException(Exception exception) => _inner.SetException(exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(
        ref TAwaiter awaiter,
        ref TStateMachine stateMachine
    )
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _inner.AwaitOnCompleted(ref awaiter, ref stateMachine);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(
        ref TAwaiter awaiter,
        ref TStateMachine stateMachine
    )
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
        _inner.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
