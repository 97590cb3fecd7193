namespace Fairlead.Server.Api;

/// <summary>One kind of failure, for ever: programs decide by its address, people read the rest.</summary>
/// <param name="Name">In kebab-case; never given to another meaning.</param>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Title">The same in every answer of this kind.</param>
/// <param name="Meaning">What happened, and what to do, for the page of problems.</param>
public sealed record ProblemType(string Name, int Status, string Title, string Meaning)
{
    /// <summary>The <c>type</c> member. The server itself answers there with the text, so that nothing has to be asked elsewhere.</summary>
    public string Address => ProblemTypes.Folder + Name;
}
