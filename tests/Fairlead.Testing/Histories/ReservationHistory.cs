using System.Globalization;
using Fairlead.Core.Addressing;

namespace Fairlead.Testing.Histories;

/// <summary>
/// What clients saw of a ledger and what the ledger says at the end, held against what must be true whatever crashed in between: no acknowledged
/// reservation lost, none doubled, no key answered in two ways, nobody's addresses given to somebody else, history without a gap.
/// </summary>
public sealed class ReservationHistory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Granted>> _answers = [];
    private readonly HashSet<Guid> _released = [];

    public int Acknowledged
    {
        get
        {
            lock (_lock)
                return _answers.Count;
        }
    }

    /// <summary>A request with this key was answered with this reservation.</summary>
    public void Answered(string key, Granted reservation)
    {
        lock (_lock)
        {
            if (!_answers.TryGetValue(key, out var answers))
                _answers.Add(key, answers = []);
            answers.Add(reservation);
        }
    }

    /// <summary>A release was asked for; whether it was done may be unknown.</summary>
    public void MayBeReleased(Guid id)
    {
        lock (_lock)
            _released.Add(id);
    }

    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    /// <param name="held">What the ledger holds at the end, in any state.</param>
    /// <param name="history">All of it, in the ledger's order.</param>
    public IReadOnlyList<string> Check(IReadOnlyList<Granted> held, IReadOnlyList<Entry> history)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(history);
        lock (_lock)
            return [.. OfKeys(), .. OfLoss(held), .. OfDoubles(held), .. OfHistory(held, history)];
    }

    private IEnumerable<string> OfKeys()
    {
        foreach (var (key, answers) in _answers)
        {
            if (answers.Distinct().Count() > 1)
                yield return $"key {key} was answered in {answers.Distinct().Count()} ways: {string.Join(", ", answers.Distinct())}";
        }

        foreach (var twice in _answers.SelectMany(answer => answer.Value.Distinct().Select(granted => (answer.Key, granted.Id))).GroupBy(answer => answer.Id).Where(group => group.Count() > 1))
            yield return $"reservation {twice.Key} was the answer to several keys: {string.Join(", ", twice.Select(answer => answer.Key))}";
    }

    private IEnumerable<string> OfLoss(IReadOnlyList<Granted> held)
    {
        var byId = held.ToLookup(reservation => reservation.Id);
        foreach (var (key, answers) in _answers)
        {
            foreach (var granted in answers.Distinct())
            {
                if (!byId[granted.Id].Any())
                    yield return $"{granted} was acknowledged for key {key} and is lost";
                else if (!byId[granted.Id].Contains(granted))
                    yield return $"{granted} was acknowledged for key {key} and is now {byId[granted.Id].First()}";
            }
        }
    }

    private static IEnumerable<string> OfDoubles(IReadOnlyList<Granted> held)
    {
        var ordered = held.OrderBy(reservation => reservation.Range).ToList();
        foreach (var (one, other) in ordered.Zip(ordered.Skip(1)))
        {
            if (one.Range.Overlaps(other.Range))
                yield return $"{one} and {other} hold the same addresses";
        }

        foreach (var twice in held.GroupBy(reservation => reservation.Owner).Where(group => group.Count() > 1))
            yield return $"{twice.Key} asked once and has {twice.Count()} reservations: {string.Join(", ", twice)}";
    }

    private IEnumerable<string> OfHistory(IReadOnlyList<Granted> held, IReadOnlyList<Entry> history)
    {
        for (var i = 0; i < history.Count; i++)
        {
            if (history[i].Id != i + 1)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"history has {history[i].Id} in place {i + 1}");
                break;
            }
        }

        var made = history.Where(entry => entry.Action == "reservation.create").CountBy(entry => entry.Reservation).ToDictionary();
        foreach (var (id, times) in made.Where(each => each.Value > 1))
            yield return $"history made {id} {times} times";
        foreach (var reservation in held.Where(reservation => !made.ContainsKey(reservation.Id)))
            yield return $"history does not know how {reservation} came to be";
        var ids = held.Select(reservation => reservation.Id).ToHashSet();
        foreach (var id in made.Keys.Where(id => !ids.Contains(id)))
            yield return $"history made {id}, and it is not there";
        foreach (var entry in history.Where(entry => entry.Action == "reservation.release" && !_released.Contains(entry.Reservation)))
            yield return $"history released {entry.Reservation}, which nobody asked for";
    }

    /// <param name="Owner">Each client of a campaign asks for an owner of its own.</param>
    public sealed record Granted(Guid Id, string Owner, IpRange Range);

    public sealed record Entry(long Id, string Action, Guid Reservation);
}
