namespace RunbookDsl;

/// <summary>Reads the runbook of a child run into a plan of its own; nothing of it is executed.</summary>
public interface IChildScripts
{
    /// <summary>The child's plan with the parameters that <paramref name="inputs"/> gives.</summary>
    /// <exception cref="AuthoringException">There is no such script, it runs its own parent, or it is wrong;
    /// holds every mistake with its place.</exception>
    ChildScript Read(AuthoringInputs inputs);
}
