using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Sites.Spec;

/// <summary>What became of a field. A rule stays silent about what is not <see cref="Valid"/> where it would have to guess.</summary>
public enum FieldState : byte
{
    /// <summary>Not written, or written without a value.</summary>
    Absent,

    /// <summary>Written, and not usable: an FL0 finding says why.</summary>
    Invalid,

    /// <summary>A list of which some entries were unusable and are left out.</summary>
    Partial,
    Valid,
}

/// <summary>One field as written: its value, its path and its place. <c>default</c> is absent.</summary>
public readonly struct Field<T>
{
    private readonly T? _value;

    public Field(FieldState state, T? value, Subject subject, SourceLocation at)
    {
        State = state;
        _value = value;
        Subject = subject;
        At = at;
    }

    public FieldState State { get; }

    /// <summary>Null when the field is absent.</summary>
    public Subject? Subject { get; }

    public SourceLocation At { get; }

    public bool IsWritten => State != FieldState.Absent;

    public bool IsAbsent => State == FieldState.Absent;

    public bool HasValue => State is FieldState.Valid or FieldState.Partial;

    /// <summary>Nothing of it was unusable; it may be absent.</summary>
    public bool IsSound => State is FieldState.Valid or FieldState.Absent;

    public T Value => HasValue ? _value! : throw new InvalidOperationException("The field has no value.");

    /// <summary>The value, or the default where none is written or it is unusable.</summary>
    public T Or(T fallback) => HasValue ? _value! : fallback;

    public bool TryGet([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return HasValue;
    }
}

/// <summary>An entry of a list, or a value that stands for itself: value, path and place.</summary>
public sealed record Located<T>(T Value, Subject Subject, SourceLocation At);

/// <summary>What every object of the format has: its path and the place where it begins.</summary>
public abstract class SpecObject
{
    public Subject Subject { get; internal set; } = null!;

    public SourceLocation At { get; internal set; }
}
