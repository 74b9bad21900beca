using Approvals.App.Ports;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Topics;

public static class Readers
{
    /// <summary>Who asks, as rules see them. Whom the directory does not know is external, has no role and works round the clock.</summary>
    public static async ValueTask<Person> ReaderAsync(this IDirectory directory, EmailAddress mail, CancellationToken ct) =>
        await directory.FindAsync(mail, ct) ?? new Person { Mail = mail, Name = mail.Value, Calendar = BusinessCalendar.RoundTheClock, External = true };

    /// <summary>The one address that somebody is known by here, whichever of theirs is given: a second address is no second person.</summary>
    public static async ValueTask<EmailAddress> AddressOfAsync(this IDirectory directory, EmailAddress mail, CancellationToken ct) =>
        (await directory.FindAsync(mail, ct))?.Mail ?? mail;

    /// <summary>A topic; null when there is none, or it is not for them.</summary>
    public static async ValueTask<Topic?> FindForAsync(this ICatalogue catalogue, EmailAddress reader, string id, IDirectory directory, CancellationToken ct) =>
        catalogue.Find(id) is { } topic && (!topic.InternalOnly || !(await directory.ReaderAsync(reader, ct)).External) ? topic : null;
}
