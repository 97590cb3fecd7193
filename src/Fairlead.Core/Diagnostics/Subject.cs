using System.Globalization;

namespace Fairlead.Core.Diagnostics;

/// <summary>
/// The path of a thing as written, <c>madrid/segments/k8s-prod/dhcp/scopes/0</c>: the site, then field names, with a thing's own name where
/// it has one and its index where it has none. Subjects sort in reading order; a thing sorts before its parts.
/// </summary>
/// <remarks>Equality is by path; <see cref="CompareTo"/> is by position, so two things of one name keep their places.</remarks>
public sealed class Subject : IComparable<Subject>, IEquatable<Subject>
{
    private readonly long _order;
    private readonly int _depth;
    private string? _path;

    private Subject(Subject? parent, string name, long order)
    {
        Parent = parent;
        Name = name;
        _order = order;
        _depth = parent is null ? 0 : parent._depth + 1;
    }

    public Subject? Parent { get; }

    /// <summary>The last component.</summary>
    public string Name { get; }

    public Subject Root => Parent is null ? this : Parent.Root;

    /// <summary>A document's own subject: its site's name, or its file's where the name can't be read.</summary>
    /// <param name="order">The document's place among all documents given.</param>
    public static Subject Document(string name, long order) => new(null, name, order);

    /// <summary>A field of this thing, ordered as <see cref="ReadingOrder"/> says.</summary>
    public Subject Field(string name) => new(this, name, ReadingOrder.Of(name));

    /// <summary>A field that the format does not have, ordered behind all that it has.</summary>
    public Subject UnknownField(string name, int index) => new(this, name, ReadingOrder.Unknown + index);

    /// <summary>A named thing in a list.</summary>
    public Subject Named(string name, long index) => new(this, name, index);

    /// <summary>A nameless thing in a list.</summary>
    public Subject At(long index) => new(this, index.ToString(CultureInfo.InvariantCulture), index);

    /// <summary>Whether <paramref name="path"/> names this thing or one above it, component by component.</summary>
    public bool IsAtOrBelow(string path)
    {
        for (var subject = this; subject is not null; subject = subject.Parent)
        {
            if (subject.ToString() == path)
                return true;
        }

        return false;
    }

    public int CompareTo(Subject? other)
    {
        if (other is null)
            return 1;
        if (ReferenceEquals(this, other))
            return 0;
        if (_depth > other._depth)
            return Ancestor(other._depth).CompareTo(other) is var above and not 0 ? above : 1;
        if (_depth < other._depth)
            return -other.CompareTo(this);
        var parents = Parent is null ? 0 : Parent.CompareTo(other.Parent);
        return parents != 0 ? parents : _order.CompareTo(other._order);
    }

    public bool Equals(Subject? other) => other is not null && (ReferenceEquals(this, other) || ToString() == other.ToString());

    public override bool Equals(object? obj) => Equals(obj as Subject);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public static bool operator ==(Subject? left, Subject? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Subject? left, Subject? right) => !(left == right);

    public static bool operator <(Subject left, Subject right) => left.CompareTo(right) < 0;

    public static bool operator >(Subject left, Subject right) => left.CompareTo(right) > 0;

    public static bool operator <=(Subject left, Subject right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Subject left, Subject right) => left.CompareTo(right) >= 0;

    public override string ToString() => _path ??= Parent is null ? Name : $"{Parent}/{Name}";

    private Subject Ancestor(int depth)
    {
        var subject = this;
        while (subject._depth > depth)
            subject = subject.Parent!;
        return subject;
    }
}
