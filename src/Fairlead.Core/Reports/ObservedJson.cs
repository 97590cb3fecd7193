using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Joins;
using Fairlead.Core.Observations;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports;

/// <summary>What outside systems hold, as the member <c>observed</c> of a report. Other programs read it: its names and shapes are a contract.</summary>
internal static class ObservedJson
{
    public static void Write(Utf8JsonWriter json, Plan plan)
    {
        json.WriteStartObject("observed");
        json.WriteObjects("sources", plan.Observed.Outcomes, WriteSource);
        json.WriteObjects("segments", plan.Served, (json, served) => WriteSegment(json, plan, served));
        json.WriteEndObject();
    }

    public static void WriteSightings(Utf8JsonWriter json, IReadOnlyList<Sighting> sightings) => json.WriteObjects("observed", sightings, static (json, sighting) =>
    {
        json.WriteString("kind", sighting.Kind);
        json.WriteString("range", sighting.Range.ToString());
        json.WriteString("what", sighting.Text);
        json.WriteString("source", sighting.Source.ToString());
        json.WriteString("asOf", Moment(sighting.AsOf));
    });

    private static void WriteSource(Utf8JsonWriter json, ObservationOutcome outcome)
    {
        json.WriteString("source", outcome.Source.ToString());
        json.WriteString("kind", outcome.Source.Kind.NameOf());
        switch (outcome)
        {
            case ObservationOutcome.Seen { Observation: var seen }:
                json.WriteString("outcome", "seen");
                json.WriteString("readAt", Moment(seen.ReadAt));
                json.WriteString("writtenAt", seen.WrittenAt is { } written ? Moment(written) : null);
                json.WriteNumber("subnets", seen.Subnets.Count);
                json.WriteBoolean("leasesKnown", seen.HasLeases);
                json.WriteNumber("leases", seen.Leases.Count);
                json.WriteNumber("networks", seen.Networks.Count);
                json.WriteNumber("hosts", seen.Hosts.Count);
                json.WriteNumber("machines", seen.Machines.Count);
                json.WriteNumber("entries", seen.Entries.Count);
                json.WriteObjects("notes", seen.Notes, static (json, note) =>
                {
                    json.WriteString("where", note.Where);
                    json.WriteString("message", note.Message);
                });
                break;
            case ObservationOutcome.Failed failed:
                json.WriteString("outcome", "failed");
                json.WriteString("readAt", Moment(failed.At));
                json.WriteString("reason", Reason(failed.Reason));
                json.WriteString("message", failed.Message);
                json.WriteString("hint", failed.Hint);
                break;
        }
    }

    private static void WriteSegment(Utf8JsonWriter json, Plan plan, ServedSegment served)
    {
        json.WriteString("segment", served.Segment.ToString());
        json.WriteStrings("sources", served.Servers.Select(server => server.Observation.Source.ToString()).Distinct());
        json.WriteString("asOf", Moment(served.AsOf));
        json.WriteString("served", served.Served.ToString());
        json.WriteString("written", served.Written.ToString());
        json.WriteString("leaseTime", served.ServedLeaseTime is { } time ? $"{(long)time.TotalSeconds}s" : null);
        if (served.Leases is { } counts)
        {
            json.WriteStartObject("leases");
            foreach (var (name, count) in ((string, UInt128)[])[("nodes", counts.Nodes), ("others", counts.Others), ("declined", counts.Declined), ("reserved", counts.Reserved), ("free", counts.Free)])
            {
                json.WritePropertyName(name);
                json.WriteRawValue(count.ToString(CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("leases");
        }

        if (ObservedWords.RowOf(plan, served) is { } row)
        {
            json.WriteStartObject("proof");
            foreach (var (operation, _, fits) in ObservedWords.Proof(row))
                json.WriteBoolean(operation, fits);
            json.WriteEndObject();
        }
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>In the form that other words of the contract have: <c>not-found</c>.</summary>
    private static string Reason(FailureReason reason) => reason switch
    {
        FailureReason.NotFound => "not-found",
        FailureReason.NotPermitted => "not-permitted",
        FailureReason.NotAuthenticated => "not-authenticated",
        FailureReason.Unreachable => "unreachable",
        FailureReason.BadCertificate => "bad-certificate",
        FailureReason.TimedOut => "timed-out",
        FailureReason.Malformed => "malformed",
        FailureReason.TooLarge => "too-large",
        _ => "refused",
    };
}
