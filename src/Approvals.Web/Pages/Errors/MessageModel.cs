namespace Approvals.Web.Pages.Errors;

/// <param name="Guidance">Markdown.</param>
/// <param name="Trace">What to name when asking about it.</param>
public sealed record MessageModel(string Title, string Text, string? Guidance = null, string? Trace = null);
