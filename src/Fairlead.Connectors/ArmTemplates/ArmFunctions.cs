using System.Globalization;
using System.Text;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Connectors.ArmTemplates;

/// <summary>
/// Template functions that need nothing but the template (names and meanings: learn.microsoft.com/azure/azure-resource-manager/templates/template-functions).
/// Every other one, and every one of what is unknown, is <see cref="ArmUnknown"/>.
/// </summary>
internal static class ArmFunctions
{
    public static ArmValue Evaluate(ArmExpression expression, ArmScope scope, string where)
    {
        if (!scope.Work.Enter())
            return new ArmUnknown(ArmWork.TooMuch, where);
        try
        {
            return expression switch
            {
                ArmExpression.Text text => new ArmText(text.Value, where),
                ArmExpression.Number number => new ArmNumber(number.Value, where),
                ArmExpression.Field field => FieldOf(Evaluate(field.Of, scope, where), field.Name, where),
                ArmExpression.Index index => ItemOf(Evaluate(index.Of, scope, where), Evaluate(index.At, scope, where), where),
                ArmExpression.Call call => Call(call, scope, where),
                _ => new ArmNull(where),
            };
        }
        finally
        {
            scope.Work.Leave();
        }
    }

    /// <summary>Functions that look at the scope, or need not evaluate all of their arguments.</summary>
    private static ArmValue Call(ArmExpression.Call call, ArmScope scope, string where)
    {
        ArmValue Argument(int i) => Evaluate(call.Arguments[i], scope, where);
        switch (call.Name, call.Arguments.Count)
        {
            case ("parameters", 1): return Argument(0) is ArmText parameter ? scope.Parameter(parameter.Value, where) : Odd(call, where);
            case ("variables", 1): return Argument(0) is ArmText variable ? scope.Variable(variable.Value, where) : Odd(call, where);
            case ("if", 3): return Argument(0) switch { ArmTruth truth => Argument(truth.Value ? 1 : 2), ArmUnknown unknown => unknown, _ => Odd(call, where) };
            case ("and" or "or", > 0):
                return Junction(call, call.Name == "or", Argument, where);
            case ("coalesce", > 0):
                for (var i = 0; i < call.Arguments.Count; i++)
                {
                    if (Argument(i) is not ArmNull and var value)
                        return value;
                }

                return new ArmNull(where);
            case ("copyindex", <= 2): return CopyIndex(call, scope, Argument, where);
            case ("resourcegroup", 0):
                return scope.Location is { } location
                    ? new ArmObject([new("location", new ArmText(location, where))], where)
                    : new ArmUnknown("it calls resourceGroup(), and where that is was not said: location=REGION says it", where);
            default:
                var arguments = new ArmValue[call.Arguments.Count];
                for (var i = 0; i < arguments.Length; i++)
                    arguments[i] = Argument(i);
                // An object or a list may hold what is unknown; whoever looks into it finds out.
                return Array.Find(arguments, argument => argument is ArmUnknown) ?? Apply(call, arguments, scope.Work, where);
        }
    }

    /// <summary>What decides is taken although another part is unknown: false and anything is false.</summary>
    private static ArmValue Junction(ArmExpression.Call call, bool decides, Func<int, ArmValue> argument, string where)
    {
        ArmValue? open = null;
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            switch (argument(i))
            {
                case ArmTruth truth when truth.Value == decides: return truth;
                case ArmTruth: break;
                case ArmUnknown unknown: open ??= unknown; break;
                default: return Odd(call, where);
            }
        }

        return open ?? new ArmTruth(!decides, where);
    }

    private static ArmValue CopyIndex(ArmExpression.Call call, ArmScope scope, Func<int, ArmValue> argument, string where)
    {
        var (name, offset) = (default(string), 0L);
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            switch (argument(i))
            {
                case ArmText text: name = text.Value; break;
                case ArmNumber number: offset = number.Value; break;
                case ArmUnknown unknown: return unknown;
                default: return Odd(call, where);
            }
        }

        return scope.LoopIndex(name) is { } index ? new ArmNumber(unchecked(index + offset), where) : new ArmUnknown("it calls copyIndex() outside of that loop", where);
    }

    private static ArmValue Apply(ArmExpression.Call call, ArmValue[] given, ArmWork work, string where)
    {
        ArmValue? result = (call.Name, given) switch
        {
            ("true", []) => new ArmTruth(true, where),
            ("false", []) => new ArmTruth(false, where),
            ("null", []) => new ArmNull(where),
            ("equals", [var one, var two]) => new ArmTruth(one.IsSameAs(two), where),
            ("not", [ArmTruth truth]) => new ArmTruth(!truth.Value, where),
            ("bool", [ArmTruth truth]) => truth,
            ("bool", [ArmNumber number]) => new ArmTruth(number.Value != 0, where),
            ("bool", [ArmText text]) when bool.TryParse(text.Value, out var truth) => new ArmTruth(truth, where),
            ("int", [ArmNumber number]) => number,
            ("int", [ArmText text]) when long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => new ArmNumber(number, where),
            ("string", [ArmText or ArmNumber or ArmTruth]) => new ArmText(given[0].AsText!, given[0].Where),
            ("tolower", [ArmText text]) => new ArmText(text.Value.ToLowerInvariant(), text.Where),
            ("toupper", [ArmText text]) => new ArmText(text.Value.ToUpperInvariant(), text.Where),
            ("trim", [ArmText text]) => new ArmText(text.Value.Trim(), text.Where),
            ("concat", [ArmList, ..]) when Array.TrueForAll(given, each => each is ArmList) => Many(given.SelectMany(each => ((ArmList)each).Items), work, where),
            ("concat", _) => Joined(given, "", where),
            ("format", [ArmText form, ..]) => Formatted(form.Value, given.AsSpan(1), where),
            ("join", [ArmList list, ArmText between]) => Joined(list.Items, between.Value, where),
            ("split", [ArmText text, ArmText at]) when at.Value.Length > 0 => Many(text.Value.Split(at.Value).Select(part => new ArmText(part, where)), work, where),
            ("split", [ArmText text, ArmList at]) when at.Items.All(item => item is ArmText) => Many(text.Value.Split([.. at.Items.Select(item => item.AsText!)], StringSplitOptions.None).Select(part => new ArmText(part, where)), work, where),
            ("replace", [ArmText text, ArmText old, ArmText by]) when old.Value.Length > 0 && (long)text.Value.Length * (by.Value.Length + 1) <= ArmWork.LongestText => new ArmText(text.Value.Replace(old.Value, by.Value, StringComparison.Ordinal), where),
            ("substring", [ArmText text, ArmNumber from]) when from.Value >= 0 && from.Value <= text.Value.Length => new ArmText(text.Value[(int)from.Value..], where),
            ("substring", [ArmText text, ArmNumber from, ArmNumber length]) when from.Value >= 0 && length.Value >= 0 && from.Value <= text.Value.Length && length.Value <= text.Value.Length - from.Value => new ArmText(text.Value.Substring((int)from.Value, (int)length.Value), where),
            ("startswith", [ArmText text, ArmText part]) => new ArmTruth(text.Value.StartsWith(part.Value, StringComparison.OrdinalIgnoreCase), where),
            ("endswith", [ArmText text, ArmText part]) => new ArmTruth(text.Value.EndsWith(part.Value, StringComparison.OrdinalIgnoreCase), where),
            ("contains", [ArmText text, ArmText part]) => new ArmTruth(text.Value.Contains(part.Value, StringComparison.Ordinal), where),
            ("contains", [ArmList list, var item]) => new ArmTruth(list.Items.Any(each => each.IsSameAs(item)), where),
            ("contains", [ArmObject thing, ArmText name]) => new ArmTruth(thing[name.Value] is not null, where),
            ("empty", [ArmNull]) => new ArmTruth(true, where),
            ("empty" or "length", [ArmText or ArmList or ArmObject]) => Length(given[0]) is var length && call.Name == "empty" ? new ArmTruth(length == 0, where) : new ArmNumber(length, where),
            ("first", [ArmList { Items: [var first, ..] }]) => first,
            ("last", [ArmList { Items: [.., var last] }]) => last,
            ("first", [ArmText { Value: [var first, ..] }]) => new ArmText(first.ToString(), where),
            ("last", [ArmText { Value: [.., var last] }]) => new ArmText(last.ToString(), where),
            ("skip", [ArmList list, ArmNumber number]) => Many(list.Items.Skip((int)Math.Clamp(number.Value, 0, int.MaxValue)), work, where),
            ("take", [ArmList list, ArmNumber number]) => Many(list.Items.Take((int)Math.Clamp(number.Value, 0, int.MaxValue)), work, where),
            ("createarray", _) => Many(given, work, where),
            ("array", [ArmList list]) => list,
            ("array", [var one]) => new ArmList([one], where),
            ("createobject", _) when given.Length % 2 == 0 && given.Where((_, i) => i % 2 == 0).All(name => name is ArmText) => new ArmObject([.. given.Chunk(2).Select(pair => KeyValuePair.Create(pair[0].AsText!, pair[1]))], where),
            ("union", [ArmList, ..]) when Array.TrueForAll(given, each => each is ArmList) => Distinct(given, work, where),
            ("union", [ArmObject, ..]) when Array.TrueForAll(given, each => each is ArmObject) => given.Cast<ArmObject>().Aggregate((one, two) => Merged(one, two, 0)),
            ("range", [ArmNumber from, ArmNumber { Value: >= 0 and <= ArmWork.MostCopies } count]) => Many(Enumerable.Range(0, (int)count.Value).Select(i => new ArmNumber(unchecked(from.Value + i), where)), work, where),
            ("resourceid", [_, ..]) => ResourceId(given, where),
            ("add", [ArmNumber one, ArmNumber two]) => new ArmNumber(unchecked(one.Value + two.Value), where),
            ("sub", [ArmNumber one, ArmNumber two]) => new ArmNumber(unchecked(one.Value - two.Value), where),
            ("mul", [ArmNumber one, ArmNumber two]) => new ArmNumber(unchecked(one.Value * two.Value), where),
            ("div", [ArmNumber one, ArmNumber { Value: not (0 or -1) } two]) => new ArmNumber(one.Value / two.Value, where),
            ("mod", [ArmNumber one, ArmNumber { Value: not (0 or -1) } two]) => new ArmNumber(one.Value % two.Value, where),
            ("less", [ArmNumber one, ArmNumber two]) => new ArmTruth(one.Value < two.Value, where),
            ("lessorequals", [ArmNumber one, ArmNumber two]) => new ArmTruth(one.Value <= two.Value, where),
            ("greater", [ArmNumber one, ArmNumber two]) => new ArmTruth(one.Value > two.Value, where),
            ("greaterorequals", [ArmNumber one, ArmNumber two]) => new ArmTruth(one.Value >= two.Value, where),
            _ => null,
        };
        return result ?? Odd(call, where);
    }

    private static ArmUnknown Odd(ArmExpression.Call call, string where) => new($"its call of {Excerpt.Of(call.Name)}() can't be evaluated from the template alone", where);

    private static ArmValue FieldOf(ArmValue of, string name, string where) => of switch
    {
        ArmUnknown unknown => unknown,
        ArmObject thing when thing[name] is { } value => value,
        _ => new ArmUnknown($"it asks for '{Excerpt.Of(name)}' of something that has no such field", where),
    };

    private static ArmValue ItemOf(ArmValue of, ArmValue at, string where) => (of, at) switch
    {
        (ArmUnknown unknown, _) => unknown,
        (_, ArmUnknown unknown) => unknown,
        (ArmObject, ArmText name) => FieldOf(of, name.Value, where),
        (ArmList list, ArmNumber number) when number.Value >= 0 && number.Value < list.Items.Count => list.Items[(int)number.Value],
        _ => new ArmUnknown("its index leads nowhere", where),
    };

    private static int Length(ArmValue value) => value switch { ArmText text => text.Value.Length, ArmList list => list.Items.Count, ArmObject thing => thing.Fields.Count, _ => 0 };

    private static ArmValue? Joined(IReadOnlyList<ArmValue> parts, string between, string where)
    {
        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].AsText is not { } part)
                return parts[i] as ArmUnknown;
            if (text.Length + between.Length + part.Length > ArmWork.LongestText)
                return new ArmUnknown(ArmWork.TooMuch, where);
            text.Append(i == 0 ? "" : between).Append(part);
        }

        return new ArmText(text.ToString(), where);
    }

    /// <summary><c>{0}</c> and doubled braces; a format of its own behind the number is not followed.</summary>
    private static ArmValue? Formatted(string form, ReadOnlySpan<ArmValue> values, string where)
    {
        var text = new StringBuilder();
        for (var i = 0; i < form.Length; i++)
        {
            if (text.Length > ArmWork.LongestText)
                return new ArmUnknown(ArmWork.TooMuch, where);
            if (form[i] is not ('{' or '}'))
            {
                text.Append(form[i]);
                continue;
            }

            if (i + 1 < form.Length && form[i + 1] == form[i])
            {
                text.Append(form[i++]);
                continue;
            }

            var close = form.IndexOf('}', i);
            if (form[i] == '}' || close < 0 || !int.TryParse(form.AsSpan(i + 1, close - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= values.Length || values[number].AsText is not { } value)
                return null;
            text.Append(value);
            i = close;
        }

        return text.Length > ArmWork.LongestText ? new ArmUnknown(ArmWork.TooMuch, where) : new ArmText(text.ToString(), where);
    }

    private static ArmValue Many(IEnumerable<ArmValue> items, ArmWork work, string where)
    {
        var list = items.ToList();
        return work.Spend(list.Count) ? new ArmList(list, where) : new ArmUnknown(ArmWork.TooMuch, where);
    }

    private static ArmValue Distinct(ArmValue[] lists, ArmWork work, string where)
    {
        var all = new List<ArmValue>();
        foreach (var item in lists.SelectMany(list => ((ArmList)list).Items))
        {
            if (!work.Spend(all.Count + 1))
                return new ArmUnknown(ArmWork.TooMuch, where);
            if (!all.Exists(known => known.IsSameAs(item)))
                all.Add(item);
        }

        return new ArmList(all, where);
    }

    /// <summary>Objects in objects are merged too; of anything else the last one counts.</summary>
    private static ArmObject Merged(ArmObject one, ArmObject two, int depth)
    {
        const int Deepest = 64;
        var fields = one.Fields.ToList();
        foreach (var field in two.Fields)
        {
            var at = fields.FindIndex(known => known.Key.Equals(field.Key, StringComparison.OrdinalIgnoreCase));
            if (at < 0)
                fields.Add(field);
            else
                fields[at] = depth < Deepest && fields[at].Value is ArmObject inner && field.Value is ArmObject other ? new(field.Key, Merged(inner, other, depth + 1)) : field;
        }

        return new(fields, two.Where);
    }

    /// <summary>Subscription and group are not known: type and name, in the short form that <c>scope</c> takes, is what the rest needs.</summary>
    private static ArmText? ResourceId(ArmValue[] given, string where)
    {
        if (!Array.TrueForAll(given, each => each is ArmText))
            return null;
        var at = Array.FindIndex(given, each => each.AsText!.Contains('/', StringComparison.Ordinal));
        if (at < 0)
            return null;
        var types = given[at].AsText!.Split('/');
        var names = given[(at + 1)..];
        if (names.Length != types.Length - 1)
            return null;
        var id = types[0];
        for (var i = 0; i < names.Length; i++)
            id += $"/{types[i + 1]}/{names[i].AsText}";
        return id.Length > ArmWork.LongestText ? null : new ArmText(id, where);
    }
}
